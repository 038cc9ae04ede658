package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import java.util.Arrays;

/** The frames that a call has written, kept until nobody can need them again. */
final class SentFrames {

  private static final Frame[] NONE = new Frame[0];

  private Frame[] frames = new Frame[2];
  private int count;
  private long bytes;
  private boolean complete = true;

  /** Keeps a frame. */
  void add(Frame frame) {
    if (!complete) {
      return;
    }
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, count * 2);
    }
    frames[count++] = frame;
    if (frame instanceof Frame.Message message) {
      bytes += message.payload().sizeHint();
    }
  }

  /** The bytes of the messages that are kept. */
  long bytes() {
    return bytes;
  }

  /** Whether all frames are kept. */
  boolean isComplete() {
    return complete;
  }

  /** Writes what is kept, in order. */
  void writeTo(GrpcStream stream) {
    for (int i = 0; i < count; i++) {
      stream.write(frames[i]);
    }
  }

  /** Lets go of all frames, those that come as well. */
  void drop() {
    complete = false;
    frames = NONE;
    count = 0;
    bytes = 0;
  }
}
