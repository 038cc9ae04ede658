package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.FakeTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** A connection without a peer, with the clock of a test; keeps what happens to it. */
final class FakeLine implements Line {

  final FakeTimers timers = new FakeTimers();

  /** When the peer was asked, in milliseconds, and why the connection was closed. */
  final List<Object> log = new ArrayList<>();

  int calls;
  private Promise<Void> answer = Promise.promise();
  private long lastRead;

  /** Something is received. */
  void read() {
    lastRead = timers.nanoTime();
  }

  /** The PING is answered. */
  void answer() {
    read();
    answer.complete();
  }

  private long millis() {
    return timers.nanoTime() / 1_000_000;
  }

  @Override
  public long now() {
    return timers.nanoTime();
  }

  @Override
  public long lastRead() {
    return lastRead;
  }

  @Override
  public int calls() {
    return calls;
  }

  @Override
  public Future<?> ask() {
    log.add(millis());
    answer = Promise.promise();
    return answer.future();
  }

  @Override
  public void fail(String why) {
    log.add(millis() + ": " + why);
  }
}
