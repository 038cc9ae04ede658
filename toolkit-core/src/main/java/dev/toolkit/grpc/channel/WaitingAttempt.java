package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** An attempt that waits for a picker that chooses for it, or for room on what was chosen. */
final class WaitingAttempt extends WaitingStream implements PickArgs {

  private final ChannelCall call;
  private final CallHead head;
  private @Nullable Collection<WaitingAttempt> queue;

  WaitingAttempt(ChannelCall call, CallHead head) {
    this.call = call;
    this.head = head;
  }

  @Override
  public CallHead head() {
    return head;
  }

  boolean waitsForReady() {
    return Boolean.TRUE.equals(head.options().waitForReady());
  }

  /** Waits in a queue, and in no other. */
  void waitIn(Collection<WaitingAttempt> next) {
    leave();
    queue = next;
    next.add(this);
  }

  /** Waits nowhere. */
  void leave() {
    if (queue != null) {
      queue.remove(this);
      queue = null;
    }
  }

  /** Runs on a connection with room. */
  void run(PickResult.To pick, Connection connection) {
    leave();
    call.dispatch(() -> begin(pick, connection));
  }

  /** Ends without a connection. */
  void fail(Frame.Trailers trailers) {
    leave();
    call.dispatch(() -> end(trailers));
  }

  @Override
  void cancelled() {
    leave();
  }

  private void begin(PickResult.To pick, Connection connection) {
    if (isWaiting()) {
      GrpcStream stream = call.run(head, pick, connection);
      join(stream);
    }
  }
}
