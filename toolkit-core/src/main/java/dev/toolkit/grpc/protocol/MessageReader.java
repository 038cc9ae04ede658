package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of a body into messages. See PROTOCOL-HTTP2.md, "Length-Prefixed-Message".
 *
 * <p>A message that lies within one piece is a slice of it, any other is put together in a buffer
 * that grows with what has arrived: at most {@value #GROWTH} times as much is allocated, whatever a
 * prefix promises.
 */
public final class MessageReader {

  /** Takes what a {@link MessageReader} finds. */
  @FunctionalInterface
  public interface Sink {

    /** Takes a message: the flags of its prefix, from 0 to 255, and its bytes. */
    void message(int flags, Buffer bytes);
  }

  private static final int PREFIX = 5;
  private static final int FIRST_CAPACITY = 16 * 1024;

  /** How many times what has arrived of a message may be allocated for the whole of it. */
  private static final int GROWTH = 16;

  private final long maxSize;
  private final String option;
  private final Sink sink;
  private int prefixBytes;
  private int flags;
  private long length;
  private int capacity;
  private @Nullable Buffer partial;

  /**
   * A reader.
   *
   * @param maxSize the largest message that is taken, in bytes
   * @param option the name of the option that sets it, for the message of the failure
   * @param sink takes the messages
   */
  public MessageReader(long maxSize, String option, Sink sink) {
    this.maxSize = maxSize;
    this.option = option;
    this.sink = sink;
  }

  /**
   * Takes a piece of the body.
   *
   * @throws dev.toolkit.grpc.StatusException RESOURCE_EXHAUSTED if a prefix announces a message
   *     over the limit; nothing may be fed after that
   */
  public void feed(Buffer piece) {
    int end = piece.length();
    int at = 0;
    while (at < end || isComplete()) {
      if (prefixBytes < PREFIX) {
        at = readPrefix(piece, at, end);
      } else {
        at = readBody(piece, at, end);
      }
    }
  }

  /** Whether the body may end here, that is not within a message. */
  public boolean isAtBoundary() {
    return prefixBytes == 0;
  }

  private boolean isComplete() {
    return prefixBytes == PREFIX && length == (partial == null ? 0 : partial.length());
  }

  private int readPrefix(Buffer piece, int from, int end) {
    int at = from;
    if (prefixBytes == 0 && end - at >= PREFIX) {
      flags = piece.getByte(at) & 0xff;
      length = piece.getUnsignedInt(at + 1);
      prefixBytes = PREFIX;
      at += PREFIX;
    } else {
      while (prefixBytes < PREFIX && at < end) {
        readPrefixByte(piece.getByte(at++) & 0xff);
      }
    }
    if (prefixBytes == PREFIX && length > maxSize) {
      throw tooLarge(length, maxSize, option);
    }
    return at;
  }

  private void readPrefixByte(int value) {
    if (prefixBytes++ == 0) {
      flags = value;
      length = 0;
    } else {
      length = length << 8 | value;
    }
  }

  private int readBody(Buffer piece, int at, int end) {
    int missing = (int) length - (partial == null ? 0 : partial.length());
    int taken = Math.min(missing, end - at);
    if (partial == null && taken == missing) {
      deliver(piece.slice(at, at + taken));
      return at + taken;
    }
    grow(taken);
    partial.appendBuffer(piece, at, taken);
    if (taken == missing) {
      deliver(partial);
    }
    return at + taken;
  }

  /** Makes room for more bytes, and for many of those to come, so that few are copied twice. */
  private void grow(int more) {
    int arrived = partial == null ? 0 : partial.length();
    if (arrived + more <= capacity) {
      return;
    }
    long next = Math.max(FIRST_CAPACITY, (long) (arrived + more) * GROWTH);
    capacity = (int) Math.min(length, next);
    Buffer larger = Buffer.buffer(capacity);
    partial = partial == null ? larger : larger.appendBuffer(partial);
  }

  private void deliver(Buffer bytes) {
    prefixBytes = 0;
    partial = null;
    capacity = 0;
    sink.message(flags, bytes);
  }

  /** The failure of a message over a limit; it names both numbers and the option. */
  static RuntimeException tooLarge(long size, long limit, String option) {
    return Status.of(
            Code.RESOURCE_EXHAUSTED,
            "message is " + size + " bytes, limit is " + limit + " (" + option + ")")
        .asException();
  }
}
