package dev.toolkit.grpc.transport.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayDeque;

/**
 * The buffers of an event loop in which small messages gather, kept from one tick for the next: the
 * messages themselves are then the only garbage of a stream. See docs/decisions/0032.
 *
 * <p>Belongs to one thread.
 */
final class SpareBuffers {

  /** The size of each, in bytes: as much as may wait of a response. */
  static final int SIZE = 64 * 1024;

  private static final int KEPT = 64;

  private final ArrayDeque<Buffer> spares = new ArrayDeque<>(1);

  /** An empty buffer of {@link #SIZE} bytes, which the taker may give back. */
  Buffer take() {
    Buffer spare = spares.pollLast();
    return spare == null ? Buffer.buffer(SIZE) : spare;
  }

  /** Gives back a buffer that nobody reads or writes any more; one of another size is let go. */
  void give(Buffer buffer) {
    var bytes = ((BufferInternal) buffer).unwrap();
    if (bytes.capacity() == SIZE && spares.size() < KEPT) {
      bytes.clear();
      spares.addLast(buffer);
    }
  }
}
