package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import java.util.Arrays;

/** The frames that a call has written, kept until nobody can need them again. */
final class SentFrames {

  private static final Frame[] NONE = new Frame[0];

  private final RetryBuffer buffer;
  private Frame[] frames = new Frame[2];
  private int count;
  private long bytes;
  private boolean complete = true;

  SentFrames(RetryBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Keeps a frame.
   *
   * @throws dev.toolkit.grpc.StatusException if it is a message that can't be encoded
   */
  void add(Frame frame) {
    if (!complete) {
      return;
    }
    if (frame instanceof Frame.Message message) {
      int size = message.payload().sizeHint();
      bytes += size;
      buffer.take(size);
    }
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, count * 2);
    }
    frames[count++] = frame;
  }

  /** The bytes of the messages that are kept. */
  long bytes() {
    return bytes;
  }

  /** How many frames are kept. */
  int count() {
    return count;
  }

  /** One of the frames, in the order in which they were written. */
  Frame get(int index) {
    return frames[index];
  }

  /** Whether all frames are kept. */
  boolean isComplete() {
    return complete;
  }

  /** Whether more is kept than may be. */
  boolean isTooLarge() {
    return complete && buffer.isTooLarge(bytes);
  }

  /** Writes what is kept, in order; also what is added meanwhile. */
  void writeTo(GrpcStream stream) {
    for (int i = 0; i < count; i++) {
      stream.write(frames[i]);
    }
  }

  /** Lets go of all frames, those that come as well. */
  void drop() {
    buffer.release(bytes);
    complete = false;
    frames = NONE;
    count = 0;
    bytes = 0;
  }
}
