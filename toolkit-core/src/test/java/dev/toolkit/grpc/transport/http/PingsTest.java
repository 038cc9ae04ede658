package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingsTest {

  private final List<Promise<String>> sent = new ArrayList<>();
  private final Pings pings = new Pings(this::send);

  @Test
  void secondWaitsForTheAnswerToTheFirst() {
    Future<Void> first = pings.ping();
    Future<Void> second = pings.ping();
    assertEquals(1, sent.size());

    sent.get(0).complete("pong");

    assertTrue(first.succeeded());
    assertTrue(second.succeeded());
  }

  @Test
  void nextIsSentWhenTheFirstWasAnswered() {
    pings.ping();
    sent.get(0).complete("pong");

    Future<Void> next = pings.ping();

    assertEquals(2, sent.size());
    assertFalse(next.isComplete());
  }

  @Test
  void closedConnectionFailsThoseThatWaitAndThoseThatCome() {
    var why = new IllegalStateException("closed");
    Future<Void> waiting = pings.ping();

    pings.closed(why);

    assertSame(why, waiting.cause());
    assertSame(why, pings.ping().cause());
    assertEquals(1, sent.size());
  }

  @Test
  void failureToSendIsTheFailure() {
    var why = new IllegalStateException("broken");
    Future<Void> waiting = pings.ping();

    sent.get(0).fail(why);

    assertSame(why, waiting.cause());
  }

  private Future<String> send() {
    Promise<String> promise = Promise.promise();
    sent.add(promise);
    return promise.future();
  }
}
