package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.health.HealthService;
import dev.toolkit.grpc.health.ServingStatus;
import dev.toolkit.grpc.interop.testing.TestServiceGrpc;
import dev.toolkit.grpc.orca.LoadReporter;
import dev.toolkit.grpc.reflection.Reflection;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.transport.http.ConnectionLimits;
import dev.toolkit.grpc.transport.http.HttpServerTransportOptions;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The official interop test server: gRPC, and gRPC-Web with CORS, on one port, with health,
 * reflection and load reports.
 */
public final class TestServer {

  private static final String HOST = "0.0.0.0";
  private static final int MAX_MESSAGE_SIZE = 16 * 1024 * 1024;

  /** The channel_soak of grpc-go's client keeps a connection open for each of its calls. */
  private static final int MAX_CONNECTIONS = 1_000_000;

  private static final Duration MIN_REPORT_INTERVAL = Duration.ofSeconds(1);
  private static final String USAGE =
      "usage: test-server --port=N [--use_tls=true --tls_cert_file=F --tls_key_file=F]";

  private TestServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] args) {
    GrpcServerOptions options;
    try {
      options = options(flags(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + System.lineSeparator() + USAGE);
      System.exit(2);
      return;
    }
    Vertx vertx = Vertx.vertx();
    GrpcServer server = server(vertx, options);
    server
        .start()
        .onSuccess(v -> System.out.println("listening on " + HOST + ":" + server.actualPort()))
        .onFailure(TestServer::fail);
  }

  /** What a response reports is of its call alone, so that the reports out of band are seen. */
  private static GrpcServer server(Vertx vertx, GrpcServerOptions options) {
    var load = LoadReporter.create();
    var health = HealthService.create();
    GrpcServer server =
        GrpcServer.builder(vertx)
            .options(options)
            .interceptors(List.of(LoadReporter.create().interceptor()))
            .build()
            .add(TestServiceGrpc.bind(new TestAnswers(vertx, load)))
            .add(load.service(vertx, MIN_REPORT_INTERVAL))
            .add(health.bind());
    health.setStatus(TestServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    return Reflection.addTo(server);
  }

  /** The flags by name; a flag may stand as {@code --flag=value} or {@code --flag value}. */
  static Map<String, String> flags(String[] args) {
    var flags = new TreeMap<String, String>();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("unexpected argument " + args[i]);
      }
      int equals = args[i].indexOf('=');
      if (equals >= 0) {
        flags.put(args[i].substring(2, equals), args[i].substring(equals + 1));
      } else if (i + 1 < args.length && !args[i + 1].startsWith("--")) {
        flags.put(args[i].substring(2), args[++i]);
      } else {
        flags.put(args[i].substring(2), "true");
      }
    }
    return flags;
  }

  private static GrpcServerOptions options(Map<String, String> flags) {
    var unknown = new TreeMap<>(flags);
    unknown.keySet().removeAll(List.of("port", "use_tls", "tls_cert_file", "tls_key_file"));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown flags " + unknown.keySet());
    }
    var http =
        new HttpServerTransportOptions()
            .setMaxMessageSize(MAX_MESSAGE_SIZE)
            .setConnectionLimits(new ConnectionLimits().setMaxConnections(MAX_CONNECTIONS))
            .setCorsOrigins(List.of("*"));
    if (Boolean.parseBoolean(flags.get("use_tls"))) {
      http.setSsl(
          new ServerSSLOptions()
              .setKeyCertOptions(
                  new PemKeyCertOptions()
                      .setCertPath(file(flags, "tls_cert_file"))
                      .setKeyPath(file(flags, "tls_key_file"))));
    } else {
      http.setPlaintext(true);
    }
    int port = Integer.parseInt(flags.getOrDefault("port", "8080"));
    return new GrpcServerOptions().setHost(HOST).setPort(port).setHttp(http);
  }

  private static String file(Map<String, String> flags, String flag) {
    String file = flags.get(flag);
    if (file == null) {
      throw new IllegalArgumentException("--use_tls needs --" + flag);
    }
    return file;
  }

  private static void fail(Throwable failure) {
    System.err.println(failure.getMessage());
    System.exit(1);
  }
}
