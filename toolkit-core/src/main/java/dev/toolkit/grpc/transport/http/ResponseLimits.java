package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.CallOptions;

/** The largest messages that a client takes and sends, in bytes, unless a call says otherwise. */
record ResponseLimits(int maxMessageSize, int maxSendSize) {

  /** The largest response of a call. */
  int received(CallOptions options) {
    return options.maxResponseSize() < 0 ? maxMessageSize : options.maxResponseSize();
  }

  /** The largest request of a call. */
  int sent(CallOptions options) {
    return options.maxRequestSize() < 0 ? maxSendSize : options.maxRequestSize();
  }
}
