package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.config.MethodConfig;
import java.util.function.LongSupplier;

/** Puts what the service config says of a method together with what the caller says of a call. */
final class CallConfig {

  private CallConfig() {}

  /**
   * The head that a call goes on with: the caller decides whether it waits for ready, of the
   * timeouts and limits the smaller one holds.
   */
  static CallHead apply(MethodConfig config, CallHead head, LongSupplier clock) {
    if (config == MethodConfig.NONE) {
      return head;
    }
    CallHead result = head;
    if (config.timeout() != null) {
      Deadline latest = Deadline.after(config.timeout(), clock);
      result = head.withDeadline(head.deadline() == null ? latest : head.deadline().min(latest));
    }
    CallOptions options = options(config, head.options());
    return options == head.options() ? result : result.withOptions(options);
  }

  private static CallOptions options(MethodConfig config, CallOptions said) {
    CallOptions options = said;
    if (said.waitForReady() == null && config.waitForReady() != null) {
      options = options.withWaitForReady(config.waitForReady());
    }
    int request = smaller(said.maxRequestSize(), config.maxRequestMessageBytes());
    int response = smaller(said.maxResponseSize(), config.maxResponseMessageBytes());
    boolean same = request == said.maxRequestSize() && response == said.maxResponseSize();
    return same ? options : options.withMaxSizes(request, response);
  }

  private static int smaller(int said, int configured) {
    if (said < 0 || configured < 0) {
      return Math.max(said, configured);
    }
    return Math.min(said, configured);
  }
}
