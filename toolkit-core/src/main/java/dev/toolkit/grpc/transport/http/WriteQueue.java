package dev.toolkit.grpc.transport.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one response that were given to the connection and have not left: what tells a
 * writer to wait, in bytes, where Vert.x counts writes of any size.
 *
 * <p>Runs on the connection's context only.
 */
final class WriteQueue {

  private static final int FIRST = 32 * 1024;

  private final ServerConnection connection;
  private @Nullable Runnable drained;
  private long queued;
  private boolean writerWaits;
  private boolean moving;

  WriteQueue(ServerConnection connection) {
    this.connection = connection;
  }

  /** Sets what is called when a writer that was told to wait may go on. */
  void drained(Runnable drained) {
    this.drained = drained;
  }

  /** Whether the writer should wait, with so many bytes gathered and not written yet. */
  boolean isFull(int gathered) {
    boolean full = queued + gathered >= allowance();
    writerWaits |= full;
    return full;
  }

  /** Counts a write until it is complete; its bytes, if there are any, are spare then. */
  void add(@Nullable Buffer bytes, Future<Void> write) {
    connection.sent();
    if (write.isComplete()) {
      moving = true;
      goOn();
      return;
    }
    int size = bytes == null ? 0 : bytes.length();
    connection.queued(size);
    queued += size;
    write.onComplete(result -> written(bytes, size, result));
  }

  private void written(@Nullable Buffer bytes, int size, AsyncResult<Void> result) {
    connection.written(size);
    queued -= size;
    if (result.succeeded()) {
      if (bytes != null) {
        connection.spares().give(bytes);
      }
      moving = true;
      goOn();
    }
  }

  /** How many bytes may wait: less until the client is seen to take some. */
  private int allowance() {
    return moving ? connection.allowance() : Math.min(FIRST, connection.allowance());
  }

  private void goOn() {
    if (writerWaits && drained != null && queued < allowance()) {
      writerWaits = false;
      drained.run();
    }
  }
}
