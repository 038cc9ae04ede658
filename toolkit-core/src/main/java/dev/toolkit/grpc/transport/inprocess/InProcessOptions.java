package dev.toolkit.grpc.transport.inprocess;

/**
 * The limits of an in-process transport.
 *
 * @param maxQueuedMessages how many messages of one direction of a call may wait for their taker
 *     before the writer is told to stop
 * @param maxQueuedBytes how many bytes, by {@code sizeHint}, may wait likewise
 * @param maxConcurrentCalls how many calls a connection carries at once
 */
public record InProcessOptions(int maxQueuedMessages, long maxQueuedBytes, int maxConcurrentCalls) {

  /** 64 messages, 1 MiB, 1,000 calls. */
  public static final InProcessOptions DEFAULT = new InProcessOptions(64, 1 << 20, 1000);

  /** Checks the components. */
  public InProcessOptions {
    check("maxQueuedMessages", maxQueuedMessages);
    check("maxQueuedBytes", maxQueuedBytes);
    check("maxConcurrentCalls", maxConcurrentCalls);
  }

  /** These options with another limit for the messages that wait. */
  public InProcessOptions withMaxQueuedMessages(int maxQueuedMessages) {
    return new InProcessOptions(maxQueuedMessages, maxQueuedBytes, maxConcurrentCalls);
  }

  /** These options with another limit for the bytes that wait. */
  public InProcessOptions withMaxQueuedBytes(long maxQueuedBytes) {
    return new InProcessOptions(maxQueuedMessages, maxQueuedBytes, maxConcurrentCalls);
  }

  /** These options with another limit for the calls of a connection. */
  public InProcessOptions withMaxConcurrentCalls(int maxConcurrentCalls) {
    return new InProcessOptions(maxQueuedMessages, maxQueuedBytes, maxConcurrentCalls);
  }

  private static void check(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", it must be > 0");
    }
  }
}
