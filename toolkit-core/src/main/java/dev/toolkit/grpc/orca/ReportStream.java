package dev.toolkit.grpc.orca;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.orca.v3.OrcaLoadReport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;

/**
 * The reports to one client. A report for which there is no room is left out: the next one says
 * more. Runs on the call's context.
 */
final class ReportStream {

  private final Timers timers;
  private final LoadReporter reporter;
  private final WriteStream<OrcaLoadReport> responses;
  private final Context context = Vertx.currentContext();
  private final Promise<Void> end = Promise.promise();
  private Runnable timer = () -> {};

  ReportStream(Timers timers, LoadReporter reporter, WriteStream<OrcaLoadReport> responses) {
    this.timers = timers;
    this.reporter = reporter;
    this.responses = responses;
  }

  /** Sends a report now, and one each interval; the future is the end of the call. */
  Future<Void> start(Duration interval) {
    send(interval);
    return end.future().onComplete(done -> timer.run());
  }

  void cancel(Status reason) {
    end.tryFail(reason.asException());
  }

  /** On any thread. */
  void serverShutsDown() {
    var status = Status.of(Code.UNAVAILABLE, "the server is shutting down");
    context.runOnContext(v -> cancel(status));
  }

  private void send(Duration interval) {
    timer = timers.set(interval, () -> send(interval));
    if (!responses.writeQueueFull()) {
      responses.write(LoadReports.encode(reporter.report())).onFailure(end::tryFail);
    }
  }
}
