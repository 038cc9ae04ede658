package dev.toolkit.grpc.orca;

import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.server.ServerCall;
import java.util.function.UnaryOperator;

/**
 * What a method records of the call that it serves; it goes to the client with the end of the
 * response. It belongs to the context of the call.
 */
public final class CallLoad {

  static final Attributes.Key<CallLoad> KEY = new Attributes.Key<>("call-load");

  private LoadReport report = LoadReport.EMPTY;

  CallLoad() {}

  /**
   * The load of the call that is being served on the current context. Where no {@link
   * LoadReporter#interceptor} stands before the service, what is recorded goes nowhere.
   *
   * @throws IllegalStateException if no call is being served here
   */
  public static CallLoad current() {
    CallLoad load = ServerCall.current().head().attributes().get(KEY);
    return load == null ? new CallLoad() : load;
  }

  /** Changes what is recorded, such as by {@code r -> r.withRequestCost("db", 3)}. */
  public CallLoad update(UnaryOperator<LoadReport> change) {
    report = change.apply(report);
    return this;
  }

  LoadReport report() {
    return report;
  }
}
