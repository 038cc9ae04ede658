package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.transport.Connection;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** An attempt that waits for a picker that chooses for it, or for room on what was chosen. */
final class WaitingAttempt extends WaitingStream implements PickArgs {

  private final ChannelCall call;
  private final CallHead head;
  private @Nullable Collection<WaitingAttempt> queue;
  private PickResult.@Nullable To chosen;

  WaitingAttempt(ChannelCall call, CallHead head) {
    this.call = call;
    this.head = head;
  }

  /** An attempt that ends before it was sent, for a reason of our own. */
  static WaitingAttempt failed(ChannelCall call, CallHead head, Status why) {
    var failed = new WaitingAttempt(call, head);
    failed.end(Frame.Trailers.local(why, Frame.Progress.NOT_SENT));
    return failed;
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
    call.core().waits(1);
  }

  /** Waits nowhere. */
  void leave() {
    if (queue != null) {
      queue.remove(this);
      queue = null;
      call.core().waits(-1);
    }
  }

  /** Remembers what a picker chose. */
  void choose(PickResult.To pick) {
    chosen = pick;
  }

  /** Whether it waits in a queue. */
  boolean isQueued() {
    return queue != null;
  }

  /** Runs on a connection of what a picker chose. */
  void run(PickResult.To pick, Connection connection) {
    chosen = pick;
    run(connection);
  }

  /** Runs on a connection of what it waited for. */
  void run(Connection connection) {
    leave();
    call.dispatch(() -> begin(connection));
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

  @Override
  void ended(Frame.Trailers trailers) {
    AttemptListener listener = head.attributes().get(AttemptListener.KEY);
    if (listener != null) {
      listener.ended(trailers);
    }
  }

  private void begin(Connection connection) {
    if (isWaiting()) {
      AttemptListener listener = head.attributes().get(AttemptListener.KEY);
      if (listener != null) {
        listener.pickDelayed();
      }
      join(call.run(head, chosen, connection));
    }
  }
}
