package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.FakeTimers;
import java.util.ArrayList;
import java.util.List;

/** A connection without a peer, with the clock of a test; keeps what happens to it. */
final class FakeLine implements Line {

  final FakeTimers timers = new FakeTimers();

  /** When the peer was asked, in milliseconds, and why the connection was closed. */
  final List<Object> log = new ArrayList<>();

  int calls;
  private long lastRead;

  /** Something is received. */
  void read() {
    lastRead = timers.nanoTime();
  }

  long millis() {
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
  public void ask() {
    log.add(millis());
  }

  @Override
  public void fail(String why) {
    log.add(millis() + ": " + why);
  }
}
