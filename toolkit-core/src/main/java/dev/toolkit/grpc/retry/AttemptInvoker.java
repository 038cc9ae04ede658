package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;

/** Makes the attempts of one call; each goes wherever it would go if it were a call of its own. */
@FunctionalInterface
public interface AttemptInvoker extends CallInvoker {

  /**
   * Hears of the end of the call, once, before its taker does.
   *
   * @return what the taker gets as the end
   */
  default Frame.Trailers ending(Frame.Trailers trailers) {
    return trailers;
  }
}
