package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.config.JsonFields;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GrpcServerVerticle} serves that is deployed by its name.
 *
 * <p>As JSON it has the fields {@code services} and {@code tls} beside those of {@link
 * GrpcServerOptions}.
 */
@DataObject
public final class GrpcServerVerticleOptions {

  private static final String SERVICES = "services";
  private static final String TLS = "tls";

  private GrpcServerOptions server = new GrpcServerOptions();
  private List<ServiceOptions> services = List.of();
  private @Nullable ServerTlsOptions tls;

  /** No services yet. */
  public GrpcServerVerticleOptions() {}

  /** A copy. */
  public GrpcServerVerticleOptions(GrpcServerVerticleOptions other) {
    server = new GrpcServerOptions(other.server);
    setServices(other.services);
    tls = other.tls;
  }

  /**
   * Options from JSON. An element of {@code services} is the name of a class, or an object with the
   * fields of {@link ServiceOptions}.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public GrpcServerVerticleOptions(JsonObject json) {
    JsonObject own = JsonParts.take(json, SERVICES, TLS);
    server = new GrpcServerOptions(JsonParts.without(json, SERVICES, TLS));
    JsonParts.checkNoSsl(json);
    new JsonFields(own, "server verticle options")
        .array(SERVICES, this::readServices)
        .object(TLS, value -> setTls(new ServerTlsOptions(value)))
        .end();
    if (services.isEmpty()) {
      throw new IllegalArgumentException("services of server verticle options names no class");
    }
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = server.toJson();
    json.put(SERVICES, new JsonArray(services.stream().map(ServiceOptions::toJson).toList()));
    if (tls != null) {
      json.put(TLS, tls.toJson());
    }
    return json;
  }

  /** The options of the server, to be changed in place. */
  public GrpcServerOptions getServer() {
    return server;
  }

  /** Sets the options of the server. */
  public GrpcServerVerticleOptions setServer(GrpcServerOptions server) {
    this.server = new GrpcServerOptions(server);
    return this;
  }

  /** See {@link #setServices}. */
  public List<ServiceOptions> getServices() {
    return services;
  }

  /** Sets the services, of which each instance of the verticle makes its own. */
  public GrpcServerVerticleOptions setServices(List<ServiceOptions> services) {
    this.services = services.stream().map(ServiceOptions::new).toList();
    return this;
  }

  /** See {@link #setTls}. */
  public @Nullable ServerTlsOptions getTls() {
    return tls;
  }

  /** Sets the files of TLS. Without it the server's HTTP options have to choose plaintext. */
  public GrpcServerVerticleOptions setTls(ServerTlsOptions tls) {
    this.tls = new ServerTlsOptions(tls);
    return this;
  }

  private void readServices(JsonArray elements) {
    var read = new ArrayList<ServiceOptions>();
    for (Object element : elements) {
      if (element instanceof String name) {
        read.add(new ServiceOptions().setClassName(name));
      } else if (element instanceof JsonObject object) {
        read.add(new ServiceOptions(object));
      } else {
        throw new IllegalArgumentException(
            "an element of services is " + element + ", expected a class name or an object");
      }
    }
    setServices(read);
  }
}
