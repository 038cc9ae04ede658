package dev.toolkit.grpc.orca;

import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Tells clients how loaded a server is, by gRFC A51: with each response, if its {@link
 * #interceptor} is given to the server, and beside all calls, if its {@link #service} is added.
 *
 * <p>It measures nothing: the application says what it knows, usually by a timer. It may be shared
 * by servers, and used on any thread; nothing blocks. See docs/load-reports.md.
 */
public final class LoadReporter {

  /** How often a client is told out of band at most, when nothing else is said. */
  public static final Duration DEFAULT_MIN_INTERVAL = Duration.ofSeconds(30);

  private final AtomicReference<LoadReport> report = new AtomicReference<>(LoadReport.EMPTY);

  private LoadReporter() {}

  /** A reporter that has nothing to say yet. */
  public static LoadReporter create() {
    return new LoadReporter();
  }

  /**
   * Changes what is said of the server, such as by {@code r -> r.withCpuUtilization(0.7)}.
   *
   * @param change makes the next report of the last one; it may be called several times
   */
  public LoadReporter update(UnaryOperator<LoadReport> change) {
    report.updateAndGet(change);
    return this;
  }

  /** What is said of the server now. */
  public LoadReport report() {
    return report.get();
  }

  /**
   * Sends a report with the end of each response: what the method {@linkplain CallLoad recorded},
   * and of what it recorded nothing what is said of the server. Without anything to say it adds
   * nothing.
   */
  public ServerInterceptor interceptor() {
    return new ReportingInterceptor(this);
  }

  /** The service by which clients are told out of band, at most every 30 s. */
  public ServiceDefinition service(Vertx vertx) {
    return service(vertx, DEFAULT_MIN_INTERVAL);
  }

  /**
   * The service {@code xds.service.orca.v3.OpenRcaService}, by which clients are told out of band:
   * at once, and then at the interval that they ask for.
   *
   * @param minInterval the shortest interval, which also counts for a client that says none
   * @throws IllegalArgumentException if the interval is shorter than 1 ms
   */
  public ServiceDefinition service(Vertx vertx, Duration minInterval) {
    return service(Timers.of(vertx), minInterval);
  }

  ServiceDefinition service(Timers timers, Duration minInterval) {
    if (minInterval.toMillis() < 1) {
      throw new IllegalArgumentException("minInterval is " + minInterval + ", it must be >= 1 ms");
    }
    var calls = new ReportStreams(timers, this, minInterval);
    return calls.bind().withShutdownHandler(calls::shutdown);
  }
}
