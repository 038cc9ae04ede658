package dev.toolkit.grpc.health;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.health.v1.HealthCheckResponse;
import dev.toolkit.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call that watches a service. What it is told of is one flag, so that nothing queues up for a
 * client that does not read: it gets the status of the time at which it has room. Runs on the
 * call's context, but for {@link #changed}.
 */
final class HealthWatcher {

  private final String service;
  private final HealthCalls calls;
  private final Context context;
  private final WriteStream<HealthCheckResponse> responses;
  private final Promise<Void> end = Promise.promise();
  private final AtomicBoolean due = new AtomicBoolean();
  private @Nullable ServingStatus sent;

  HealthWatcher(
      String service,
      HealthCalls calls,
      Context context,
      WriteStream<HealthCheckResponse> responses) {
    this.service = service;
    this.calls = calls;
    this.context = context;
    this.responses = responses;
  }

  String service() {
    return service;
  }

  /** Sends the status of now; the future is the end of the call. */
  Future<Void> start() {
    responses.drainHandler(v -> send());
    send();
    return end.future();
  }

  /** The status of the service is another one, or the server shuts down; on any thread. */
  void changed() {
    if (due.compareAndSet(false, true)) {
      context.runOnContext(v -> send());
    }
  }

  void cancel(Status reason) {
    end.tryFail(reason.asException());
  }

  private void send() {
    if (responses.writeQueueFull()) {
      return; // still due: comes back when there is room
    }
    due.set(false);
    ServingStatus status = calls.statusForWatch(service);
    if (status != sent && !end.future().isComplete()) {
      sent = status;
      var response = HealthCheckResponse.newBuilder().setStatus(status).build();
      responses.write(response).onFailure(end::tryFail);
    }
    if (calls.isShutDown()) {
      cancel(Status.of(Code.UNAVAILABLE, "the server is shutting down"));
    }
  }
}
