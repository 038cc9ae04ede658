package dev.toolkit.grpc.benchmarks.load;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterGrpc;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.client.GrpcClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@code helloworld.Greeter/SayHello} of a target from its start on, at a fixed rate; see
 * {@code benchmarks/load-client}.
 */
public final class LoadVerticle extends VerticleBase {

  private static final long TICK_MILLIS = 2;
  private static final HelloRequest REQUEST = HelloRequest.newBuilder().setName("load").build();

  private final LoadOptions options;
  private final Consumer<JsonObject> lines;
  private @Nullable GrpcClient client;
  private @Nullable LoadClient load;

  /**
   * A verticle.
   *
   * @param options what is called, and how often
   * @param lines takes the line of each 100 ms, on the context of the verticle
   */
  public LoadVerticle(LoadOptions options, Consumer<JsonObject> lines) {
    this.options = options;
    this.lines = lines;
  }

  @Override
  public Future<?> start() {
    GrpcClient made = GrpcClient.create(vertx, options.client());
    var begun = new LoadClient(options, System::nanoTime, () -> call(made), lines);
    client = made;
    load = begun;
    vertx.setPeriodic(TICK_MILLIS, id -> begun.tick());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return client == null ? Future.succeededFuture() : client.close();
  }

  /** Completes when the time is over and all calls have ended; to be asked after the start. */
  public Future<Void> ended() {
    return load == null ? Future.failedFuture("the load has not begun") : load.ended();
  }

  private static Future<LoadClient.Answer> call(GrpcClient client) {
    ClientCall<HelloRequest, HelloReply> call = client.call(GreeterGrpc.SAY_HELLO);
    call.requests().end(REQUEST).onFailure(LoadVerticle::isToldByTheStatus);
    return call.response()
        .transform(reply -> call.status())
        .map(status -> answer(status, call.peer()));
  }

  private static LoadClient.Answer answer(Status status, @Nullable Peer peer) {
    return new LoadClient.Answer(status, peer == null ? "" : peer.remoteAddress().toString());
  }

  private static void isToldByTheStatus(Throwable failure) {}
}
