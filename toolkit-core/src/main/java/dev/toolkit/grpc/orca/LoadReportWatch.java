package dev.toolkit.grpc.orca;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.LoadReportSource;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.client.Subscription;
import dev.toolkit.grpc.orca.v3.OpenRcaServiceGrpc;
import dev.toolkit.grpc.orca.v3.OrcaLoadReport;
import dev.toolkit.grpc.orca.v3.OrcaLoadReportRequest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Receives load reports out of band by {@code xds.service.orca.v3.OpenRcaService}, as gRFC A51 says
 * it. A call that ends is made again as {@link Subscription} says, unless the server has no such
 * service.
 */
public final class LoadReportWatch implements LoadReportSource {

  private final Timers timers;
  private final LongSupplier nanoClock;
  private final DoubleSupplier random;

  /** Watches with the timers of a Vert.x. */
  public LoadReportWatch(Vertx vertx) {
    this(Timers.of(vertx), System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Watches with timers of the caller.
   *
   * @param timers sets timers on the current context
   * @param nanoClock a clock in nanoseconds
   * @param random numbers from 0 to 1
   */
  public LoadReportWatch(Timers timers, LongSupplier nanoClock, DoubleSupplier random) {
    this.timers = timers;
    this.nanoClock = nanoClock;
    this.random = random;
  }

  @Override
  public Runnable watch(CallInvoker connection, Duration interval, Handler<LoadReport> listener) {
    var asked =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(interval.getSeconds())
            .setNanos(interval.getNano());
    var request = OrcaLoadReportRequest.newBuilder().setReportInterval(asked).build();
    return new Subscription<>(
            OpenRcaServiceGrpc.STREAM_CORE_METRICS, request, timers, nanoClock, random)
        .start(connection, new Listening(listener));
  }

  private record Listening(Handler<LoadReport> listener)
      implements Subscription.Listener<OrcaLoadReport> {

    @Override
    public void received(OrcaLoadReport report) {
      listener.handle(LoadReports.decode(report));
    }

    @Override
    public void ended(Status status) {
      // What was reported last is for the listener to judge, by its age.
    }
  }
}
