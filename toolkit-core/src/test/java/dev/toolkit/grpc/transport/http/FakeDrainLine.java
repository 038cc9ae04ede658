package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.FakeTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** A server's connection without a client, with the clock of a test; keeps what is sent. */
final class FakeDrainLine implements Drain.Line {

  final FakeTimers timers = new FakeTimers();

  /** What was sent, and that it was closed. */
  final List<String> log = new ArrayList<>();

  final Promise<Void> answer = Promise.promise();
  int calls;

  @Override
  public long now() {
    return timers.nanoTime();
  }

  @Override
  public void goAway(int lastStreamId, String why) {
    log.add((lastStreamId == Drain.ALL_STREAMS ? "all " : "last ") + why);
  }

  @Override
  public Future<Void> ping() {
    log.add("ping");
    return answer.future();
  }

  @Override
  public int calls() {
    return calls;
  }

  @Override
  public void close() {
    log.add("closed at " + timers.nanoTime() / 1_000_000);
  }
}
