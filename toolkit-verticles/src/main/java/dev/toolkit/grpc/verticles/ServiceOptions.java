package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.config.JsonFields;
import dev.toolkit.grpc.server.Dispatch;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;

/** A service that a server verticle makes of a class. */
@DataObject
public final class ServiceOptions {

  private String className = "";
  private JsonObject config = new JsonObject();
  private Dispatch dispatch = Dispatch.EVENT_LOOP;

  /** No class yet. */
  public ServiceOptions() {}

  /** A copy. */
  public ServiceOptions(ServiceOptions other) {
    className = other.className;
    config = other.config.copy();
    dispatch = other.dispatch;
  }

  /**
   * Options from JSON: {@code class}, {@code config} and {@code dispatch}.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public ServiceOptions(JsonObject json) {
    new JsonFields(json, "service options")
        .text("class", this::setClassName)
        .object("config", this::setConfig)
        .text("dispatch", this::setDispatch)
        .end();
    if (className.isEmpty()) {
      throw new IllegalArgumentException("service options " + json.encode() + " have no class");
    }
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("class", className)
        .put("config", config)
        .put("dispatch", dispatch.name().toLowerCase(Locale.ROOT));
  }

  /** See {@link #setClassName}. */
  public String getClassName() {
    return className;
  }

  /**
   * Sets the name of the class: it implements a generated contract and has a public constructor
   * {@code (Vertx, JsonObject)} or one without arguments.
   */
  public ServiceOptions setClassName(String className) {
    if (className.isBlank()) {
      throw new IllegalArgumentException("class of service options is empty");
    }
    this.className = className;
    return this;
  }

  /** See {@link #setConfig}. */
  public JsonObject getConfig() {
    return config;
  }

  /** Sets what the constructor gets as its second argument. Default empty. */
  public ServiceOptions setConfig(JsonObject config) {
    this.config = config.copy();
    return this;
  }

  /** See {@link #setDispatch}. */
  public Dispatch getDispatch() {
    return dispatch;
  }

  /** Sets on what kind of threads the methods run. Default: the event loop. */
  public ServiceOptions setDispatch(Dispatch dispatch) {
    this.dispatch = dispatch;
    return this;
  }

  private void setDispatch(String name) {
    for (Dispatch known : Dispatch.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
        setDispatch(known);
        return;
      }
    }
    throw new IllegalArgumentException(
        "dispatch of service options is "
            + name
            + ", known are "
            + Arrays.toString(Dispatch.values()).toLowerCase(Locale.ROOT));
  }
}
