package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientBuilder;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import dev.toolkit.grpc.transport.inprocess.InProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A server in process and a typed client of it, for services that are used like any other. */
public final class Hosted implements AutoCloseable {

  public final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  public final GrpcServer server;
  public final GrpcClient client;

  private Hosted(List<ServerInterceptor> interceptors, Consumer<GrpcClientBuilder> clients) {
    var inProcess = InProcess.create(vertx);
    server =
        GrpcServer.builder(vertx)
            .interceptors(interceptors)
            .transports(List.of(inProcess.serverTransport()))
            .build();
    var calling =
        GrpcClient.builder(vertx)
            .transport(inProcess.transport())
            .options(new GrpcClientOptions().setTarget("in-process:1"));
    clients.accept(calling);
    client = calling.build();
  }

  /** Not started yet: services are added first. */
  public static Hosted with(ServerInterceptor... interceptors) {
    return new Hosted(List.of(interceptors), client -> {});
  }

  /** Not started yet, with an interceptor of the server and what the client is made with. */
  public static Hosted with(ServerInterceptor interceptor, Consumer<GrpcClientBuilder> clients) {
    return new Hosted(List.of(interceptor), clients);
  }

  /** Started, with the given services. */
  public static Hosted serving(BindableService... services) {
    var hosted = with();
    for (BindableService service : services) {
      hosted.server.add(service.bind());
    }
    return hosted.start();
  }

  public Hosted start() {
    await(server.start());
    return this;
  }

  public static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }

  /** Ends all; a call that is left open makes the server wait, and the test fail. */
  @Override
  public void close() {
    long begun = System.nanoTime();
    await(server.shutdown(Duration.ofSeconds(30)));
    if (System.nanoTime() - begun > Duration.ofSeconds(20).toNanos()) {
      throw new AssertionError("a call was left open");
    }
    await(client.shutdown(Duration.ZERO));
    await(vertx.close());
  }
}
