package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterGrpc;
import dev.toolkit.grpc.health.HealthService;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves {@code helloworld.Greeter} and its health from one or several verticles on one port. It
 * does as {@link Faults} is told on the standard input, and drains when it is asked to end.
 */
public final class EchoServer extends VerticleBase {

  private static final String HOST = "0.0.0.0";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final GrpcServerOptions options;
  private final int delayMillis;
  private final Faults faults;
  private final AtomicInteger actualPort;
  private GrpcServer server;

  private EchoServer(
      GrpcServerOptions options, int delayMillis, Faults faults, AtomicInteger actualPort) {
    this.options = options;
    this.delayMillis = delayMillis;
    this.faults = faults;
    this.actualPort = actualPort;
  }

  /** Starts the server; see {@code benchmarks/echo-server}. */
  public static void main(String[] args) {
    Flags flags =
        Flags.parse(
            args,
            "host",
            "port",
            "instances",
            "delay-ms",
            "transport",
            "max-message-size",
            "max-streams",
            "max-age-ms",
            "min-ping-interval-ms");
    Vertx vertx = Vertx.vertx(Transports.choose(new VertxOptions(), flags));
    var faults = new Faults();
    var actualPort = new AtomicInteger();
    GrpcServerOptions options = options(flags);
    int delayMillis = flags.number("delay-ms", 0);
    vertx
        .deployVerticle(
            () -> new EchoServer(options, delayMillis, faults, actualPort),
            new DeploymentOptions().setInstances(flags.number("instances", 1)))
        .onSuccess(id -> begin(vertx, faults, options.getHost() + ":" + actualPort.get()))
        .onFailure(EchoServer::exit);
  }

  @Override
  public Future<?> start() {
    server = GrpcServer.create(vertx, options);
    server.add(GreeterGrpc.bind(new Greeter(vertx, delayMillis, faults)));
    var health = HealthService.create();
    server.add(health.bind());
    faults.add(health);
    return server.start().onSuccess(v -> actualPort.set(server.actualPort()));
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(GRACE);
  }

  private static GrpcServerOptions options(Flags flags) {
    var options =
        new GrpcServerOptions()
            .setHost(flags.text("host", HOST))
            .setPort(flags.number("port", 50051));
    var http = options.getHttp().setPlaintext(true);
    http.setMaxMessageSize(flags.number("max-message-size", http.getMaxMessageSize()))
        .setMaxConcurrentStreams(flags.number("max-streams", http.getMaxConcurrentStreams()));
    var keepalive = http.getKeepalive();
    keepalive.setMinPingInterval(
        Duration.ofMillis(
            flags.number("min-ping-interval-ms", (int) keepalive.getMinPingInterval().toMillis())));
    int age = flags.number("max-age-ms", 0);
    if (age > 0) {
      keepalive.setMaxConnectionAge(Duration.ofMillis(age));
    }
    return options;
  }

  private static void begin(Vertx vertx, Faults faults, String address) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(vertx)));
    faults.listen();
    System.out.println("listening on " + address);
  }

  /** Runs on a thread of the ending JVM, which has to wait. */
  private static void drain(Vertx vertx) {
    var closed = new CountDownLatch(1);
    vertx.close().onComplete(v -> closed.countDown());
    try {
      if (!closed.await(2 * GRACE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("not drained after " + 2 * GRACE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void exit(Throwable failure) {
    System.err.println(failure.getMessage());
    System.exit(1);
  }
}
