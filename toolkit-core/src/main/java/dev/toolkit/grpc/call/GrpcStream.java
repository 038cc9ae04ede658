package dev.toolkit.grpc.call;

import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/**
 * One end of a call: frames are written to it, and the peer's are handed to its handler.
 *
 * <p>A stream belongs to the Vert.x context on which it was handed over: all its methods are called
 * there, and its handlers run there. It is handed over paused: no message is delivered before it is
 * asked for by {@link #fetch}, and no frame at all before there is a {@linkplain #handler handler}.
 * Frames other than messages need no demand, but keep their place behind the messages; only {@link
 * Frame.Cancel}, and {@link Frame.Trailers} that were not made by the peer, overtake messages that
 * nobody has fetched, which are then lost.
 */
public interface GrpcStream {

  /**
   * Writes a frame; see {@link Frame} for the order.
   *
   * <p>Nothing is thrown or returned: a frame that can't be sent ends the call, and what is written
   * after the end of the call is dropped. A writer of messages honours {@link #writeQueueFull}.
   */
  void write(Frame frame);

  /** Whether no further message should be written before the drain handler is called. */
  boolean writeQueueFull();

  /** Sets what is called when messages may be written again after the queue was full. */
  GrpcStream drainHandler(@Nullable Handler<Void> handler);

  /** Sets what takes the frames of the peer; set once, before the first {@link #fetch}. */
  GrpcStream handler(Handler<Frame> handler);

  /** Asks for a number of further messages; {@code Long.MAX_VALUE} asks for all. */
  void fetch(long messages);
}
