package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Status;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is used on another context than the one on which its call runs: each frame changes
 * threads, in order.
 *
 * <p>From the first {@link #fetch} on, up to {@value #WINDOW} messages wait on the user's side, or
 * are on their way there; after twice as many that have not been taken by the call, the user is
 * told to stop writing. All methods but the constructor and {@link #start} run on the user's
 * context.
 */
public final class HoppingStream implements GrpcStream {

  private static final int WINDOW = 16;

  private final Context user;
  private final Context source;
  private final Consumer<Status> cancelSeen;

  // On the user's context.
  private final FrameQueue arrived = new FrameQueue(Integer.MAX_VALUE, () -> {});
  private boolean fetched;
  private int taken;
  private int unsent;
  private boolean full;
  private @Nullable Handler<Void> drainHandler;

  // On the source's context.
  private @Nullable GrpcStream stream;
  private int sent;

  /**
   * A stream without a call yet; it can be used at once.
   *
   * @param user the context on which it is used
   * @param source the context of the call
   * @param cancelSeen told of a {@link Frame.Cancel} on the source's context, before a user that is
   *     busy takes it
   */
  public HoppingStream(Context user, Context source, Consumer<Status> cancelSeen) {
    this.user = user;
    this.source = source;
    this.cancelSeen = cancelSeen;
  }

  /** Joins the call; called once, on its context, before anything else has hopped there. */
  public HoppingStream start(GrpcStream stream) {
    this.stream = stream;
    stream.drainHandler(v -> acknowledge());
    stream.handler(this::hop);
    return this;
  }

  @Override
  public void write(Frame frame) {
    if (frame instanceof Frame.Message) {
      unsent++;
      full |= unsent >= 2 * WINDOW;
    }
    source.runOnContext(v -> writeThrough(frame));
  }

  @Override
  public boolean writeQueueFull() {
    return full;
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    arrived.handler(frame -> take(frame, handler));
    return this;
  }

  @Override
  public void fetch(long messages) {
    if (!fetched) {
      fetched = true;
      fetchFromSource(WINDOW);
    }
    arrived.fetch(messages);
  }

  private void take(Frame frame, Handler<Frame> handler) {
    if (frame instanceof Frame.Message && ++taken == WINDOW / 2) {
      taken = 0;
      fetchFromSource(WINDOW / 2);
    }
    handler.handle(frame);
  }

  private void fetchFromSource(int messages) {
    source.runOnContext(v -> stream.fetch(messages));
  }

  private void hop(Frame frame) {
    if (frame instanceof Frame.Cancel cancel) {
      cancelSeen.accept(cancel.reason());
    }
    user.runOnContext(v -> arrive(frame));
    if (frame instanceof Frame.Cancel || frame instanceof Frame.Trailers) {
      acknowledge(); // of a call that is over nobody waits for room
    }
  }

  private void arrive(Frame frame) {
    boolean overtakes =
        frame instanceof Frame.Cancel
            || frame instanceof Frame.Trailers trailers && trailers.origin() != Frame.Origin.PEER;
    if (overtakes) {
      arrived.replaceBy(frame);
    } else {
      arrived.add(frame);
    }
  }

  private void writeThrough(Frame frame) {
    stream.write(frame);
    if (frame instanceof Frame.Message) {
      sent++;
      if (sent >= WINDOW && !stream.writeQueueFull()) {
        acknowledge();
      }
    }
  }

  private void acknowledge() {
    int count = sent;
    sent = 0;
    user.runOnContext(v -> acknowledged(count));
  }

  private void acknowledged(int count) {
    unsent -= count;
    if (full && unsent < WINDOW) {
      full = false;
      if (drainHandler != null) {
        drainHandler.handle(null);
      }
    }
  }
}
