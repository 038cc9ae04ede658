package dev.toolkit.grpc.transport.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
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

  /** Counts a write until it is complete. */
  void add(int bytes, Future<Void> write) {
    connection.sent();
    if (write.isComplete()) {
      moving = true;
      goOn();
      return;
    }
    connection.queued(bytes);
    queued += bytes;
    write.onComplete(result -> written(bytes, result));
  }

  private void written(int bytes, AsyncResult<Void> result) {
    connection.written(bytes);
    queued -= bytes;
    if (result.succeeded()) {
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
