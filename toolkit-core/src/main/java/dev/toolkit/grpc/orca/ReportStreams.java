package dev.toolkit.grpc.orca;

import com.google.protobuf.Duration;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.orca.v3.OpenRcaService;
import dev.toolkit.grpc.orca.v3.OrcaLoadReport;
import dev.toolkit.grpc.orca.v3.OrcaLoadReportRequest;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.streams.WriteStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The out-of-band reports of a server to all clients that asked for them. */
final class ReportStreams implements OpenRcaService {

  /** Longer intervals than a day are a day. */
  private static final long MAX_SECONDS = 86_400;

  private final Timers timers;
  private final LoadReporter reporter;
  private final long minMillis;
  private final Set<ReportStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean shutDown;

  ReportStreams(Timers timers, LoadReporter reporter, java.time.Duration minInterval) {
    this.timers = timers;
    this.reporter = reporter;
    this.minMillis = minInterval.toMillis();
  }

  @Override
  public Future<Void> streamCoreMetrics(
      OrcaLoadReportRequest request, WriteStream<OrcaLoadReport> responses) {
    long millis = Math.max(minMillis, millis(request.getReportInterval()));
    var stream = new ReportStream(timers, reporter, responses);
    streams.add(stream);
    ServerCall.current().onCancel(stream::cancel);
    Future<Void> end =
        stream
            .start(java.time.Duration.ofMillis(millis))
            .onComplete(done -> streams.remove(stream));
    if (shutDown) {
      stream.serverShutsDown();
    }
    return end;
  }

  /** Ends the calls, which would hold the shutdown up; on any thread. */
  void shutdown() {
    shutDown = true;
    streams.forEach(ReportStream::serverShutsDown);
  }

  /** Of an interval that a client may have made up. */
  private static long millis(Duration interval) {
    long seconds = Math.max(0, Math.min(MAX_SECONDS, interval.getSeconds()));
    return seconds * 1_000 + Math.max(0, interval.getNanos()) / 1_000_000;
  }
}
