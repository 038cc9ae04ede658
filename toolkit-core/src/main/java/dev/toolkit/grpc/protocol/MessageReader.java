package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of a body into messages. See PROTOCOL-HTTP2.md, "Length-Prefixed-Message".
 *
 * <p>A message that lies within one piece is a slice of it, any other is put together when it is
 * complete. Until then its pieces are kept as they are, those under {@value #SMALL} bytes in
 * buffers of {@value #JOINED}: nothing is allocated for what a prefix promises, and at most four
 * times what has arrived beside it.
 */
public final class MessageReader {

  /** Takes what a {@link MessageReader} finds. */
  @FunctionalInterface
  public interface Sink {

    /** Takes a message: the flags of its prefix, from 0 to 255, and its bytes. */
    void message(int flags, Buffer bytes);
  }

  private static final int PREFIX = 5;

  /** Pieces under so many bytes are copied, because each costs more than its bytes. */
  private static final int SMALL = 4 * 1024;

  private static final int JOINED = 16 * 1024;

  private final long maxSize;
  private final String option;
  private final Sink sink;
  private int prefixBytes;
  private int flags;
  private long length;
  private int arrived;
  private List<Buffer> pieces = List.of();

  /** The last of the pieces if small ones can be added to it. */
  private @Nullable Buffer joined;

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
    return prefixBytes == PREFIX && length == arrived;
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
    int taken = Math.min((int) length - arrived, end - at);
    if (taken == length) {
      deliver(piece.slice(at, at + taken));
      return at + taken;
    }
    keep(piece, at, taken);
    arrived += taken;
    if (arrived == length) {
      deliver(whole());
    }
    return at + taken;
  }

  private void keep(Buffer piece, int at, int taken) {
    if (arrived == 0) {
      pieces = new ArrayList<>();
    }
    if (taken >= SMALL) {
      pieces.add(piece.slice(at, at + taken));
      joined = null;
      return;
    }
    if (joined == null || joined.length() + taken > JOINED) {
      joined = Buffer.buffer((int) Math.min(JOINED, length - arrived));
      pieces.add(joined);
    }
    joined.appendBuffer(piece, at, taken);
  }

  private Buffer whole() {
    Buffer whole = Buffer.buffer((int) length);
    for (Buffer piece : pieces) {
      whole.appendBuffer(piece);
    }
    return whole;
  }

  private void deliver(Buffer bytes) {
    prefixBytes = 0;
    arrived = 0;
    pieces = List.of();
    joined = null;
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
