package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterGrpc;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves {@code helloworld.Greeter} from one or several verticles on one port. */
public final class EchoServer extends VerticleBase {

  private static final String HOST = "0.0.0.0";

  private final GrpcServerOptions options;
  private final int delayMillis;
  private final AtomicInteger actualPort;

  private EchoServer(GrpcServerOptions options, int delayMillis, AtomicInteger actualPort) {
    this.options = options;
    this.delayMillis = delayMillis;
    this.actualPort = actualPort;
  }

  /** Starts the server; see {@code benchmarks/echo-server}. */
  public static void main(String[] args) {
    Flags flags =
        Flags.parse(args, "port", "instances", "delay-ms", "transport", "max-message-size");
    var options = new GrpcServerOptions().setHost(HOST).setPort(flags.number("port", 50051));
    options.getHttp().setPlaintext(true);
    options
        .getHttp()
        .setMaxMessageSize(flags.number("max-message-size", options.getHttp().getMaxMessageSize()));
    Vertx vertx = Vertx.vertx(Transports.choose(new VertxOptions(), flags));
    int delayMillis = flags.number("delay-ms", 0);
    var actualPort = new AtomicInteger();
    vertx
        .deployVerticle(
            () -> new EchoServer(options, delayMillis, actualPort),
            new DeploymentOptions().setInstances(flags.number("instances", 1)))
        .onSuccess(id -> System.out.println("listening on " + HOST + ":" + actualPort.get()))
        .onFailure(EchoServer::exit);
  }

  @Override
  public Future<?> start() {
    var server = GrpcServer.create(vertx, options);
    server.add(GreeterGrpc.bind(new Greeter(vertx, delayMillis)));
    return server.start().onSuccess(v -> actualPort.set(server.actualPort()));
  }

  private static void exit(Throwable failure) {
    System.err.println(failure.getMessage());
    System.exit(1);
  }
}
