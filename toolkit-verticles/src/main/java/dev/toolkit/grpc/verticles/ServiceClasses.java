package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.server.BindableService;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Makes services of the classes that a configuration names. */
final class ServiceClasses {

  private ServiceClasses() {}

  /**
   * A new object of the class, by its public constructor {@code (Vertx, JsonObject)} or else its
   * public one without arguments.
   *
   * @throws IllegalArgumentException if that is not possible, with the class and the reason
   */
  static BindableService create(Vertx vertx, ServiceOptions options) {
    Class<?> type = load(options.getClassName());
    if (!BindableService.class.isAssignableFrom(type)) {
      throw wrong(options, "implements no service: it is not a BindableService", null);
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw wrong(options, "is abstract", null);
    }
    try {
      return (BindableService) construct(type, vertx, options);
    } catch (InvocationTargetException e) {
      throw wrong(options, "failed in its constructor: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw wrong(
          options,
          "is not public, or has neither a public constructor (Vertx, JsonObject) nor one without"
              + " arguments",
          e);
    }
  }

  private static Class<?> load(String name) {
    ClassLoader ofDeployment = Thread.currentThread().getContextClassLoader();
    ClassLoader loader =
        ofDeployment == null ? ServiceClasses.class.getClassLoader() : ofDeployment;
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("service class " + name + " was not found", e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException("service class " + name + " can't be loaded: " + e, e);
    }
  }

  private static Object construct(Class<?> type, Vertx vertx, ServiceOptions options)
      throws ReflectiveOperationException {
    try {
      return type.getConstructor(Vertx.class, JsonObject.class)
          .newInstance(vertx, options.getConfig());
    } catch (NoSuchMethodException e) {
      return type.getConstructor().newInstance();
    }
  }

  private static IllegalArgumentException wrong(
      ServiceOptions options, String why, Throwable cause) {
    return new IllegalArgumentException(
        "service class " + options.getClassName() + " " + why, cause);
  }
}
