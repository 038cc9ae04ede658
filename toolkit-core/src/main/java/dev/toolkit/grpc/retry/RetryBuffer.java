package dev.toolkit.grpc.retry;

/** The bytes that the calls of one channel keep. Runs on the channel's event loop. */
final class RetryBuffer {

  private final int callLimit;
  private final long channelLimit;
  private long used;

  RetryBuffer(RetryOptions options) {
    this.callLimit = options.callBufferSize();
    this.channelLimit = options.channelBufferSize();
  }

  void take(long bytes) {
    used += bytes;
  }

  void release(long bytes) {
    used -= bytes;
  }

  /** Whether a call that keeps so many bytes keeps too many, or all calls do. */
  boolean isTooLarge(long bytesOfCall) {
    return bytesOfCall > callLimit || used > channelLimit;
  }

  long used() {
    return used;
  }
}
