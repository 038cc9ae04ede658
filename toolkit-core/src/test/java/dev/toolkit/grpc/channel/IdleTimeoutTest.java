package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When a channel without calls lets go of its connections, and how it comes back. */
class IdleTimeoutTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ChannelKit kit = new ChannelKit(VERTX);

  IdleTimeoutTest() {
    kit.resolver.atOnce = HandResolver.endpoints("peer");
  }

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void afterThirtyMinutesWithoutACallTheChannelIsIdle() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    var connection = answered(channel);

    kit.timers.advance(Duration.ofMinutes(29).plusSeconds(59));
    assertEquals(ConnectivityState.READY, channel.state());
    assertNull(connection.shutdown);
    kit.timers.advance(Duration.ofSeconds(1));

    assertEquals(ConnectivityState.IDLE, channel.state());
    assertNotNull(connection.shutdown);
    assertTrue(kit.resolver.closed);
    assertTrue(kit.first.last().closed);
    assertEquals(0, kit.timers.pending());
  }

  @Test
  void aCallHoldsTheChannelOpenHoweverLong() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    var call = ChannelKit.call(channel);
    var connection = kit.transport.last().open(100);

    kit.timers.advance(Duration.ofDays(1));
    assertEquals(ConnectivityState.READY, channel.state());
    connection.stream(0).answer(ChannelKit.OK);
    kit.timers.advance(Duration.ofMinutes(29));
    assertEquals(ConnectivityState.READY, channel.state());
    kit.timers.advance(MINUTE);

    assertTrue(call.status().isOk());
    assertEquals(ConnectivityState.IDLE, channel.state());
  }

  @Test
  void eachCallBeginsTheTimeAnew() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    var connection = answered(channel);
    kit.timers.advance(Duration.ofMinutes(20));

    ChannelKit.call(channel);
    connection.stream(1).answer(ChannelKit.OK);
    kit.timers.advance(Duration.ofMinutes(29));
    assertEquals(ConnectivityState.READY, channel.state());
    kit.timers.advance(MINUTE);

    assertEquals(ConnectivityState.IDLE, channel.state());
  }

  @Test
  void aCallThatWaitsHoldsTheChannelOpenToo() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    var call = ChannelKit.patientCall(channel);

    kit.timers.advance(Duration.ofHours(1));
    kit.transport.last().open(1).stream(0).answer(ChannelKit.OK);

    assertTrue(call.status().isOk());
  }

  @Test
  void leavingIdleResolvesAnew() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    answered(channel);
    kit.timers.advance(ChannelOptions.DEFAULT_IDLE_TIMEOUT);
    kit.resolver.atOnce = HandResolver.endpoints("moved");

    var call = ChannelKit.call(channel);
    var connection = kit.transport.last().open(100);
    connection.stream(0).answer(ChannelKit.OK);

    assertFalse(kit.resolver.closed);
    assertEquals("moved:1", connection.address.toString());
    assertTrue(call.status().isOk());
  }

  @Test
  void whoOnlyConnectsIsIdleAfterTheSameTime() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    channel.connect();
    kit.transport.last().open(100);

    kit.timers.advance(ChannelOptions.DEFAULT_IDLE_TIMEOUT);

    assertEquals(ConnectivityState.IDLE, channel.state());
  }

  @Test
  void aCallThatFailsBeforeItBeginsIsOver() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    answered(channel);
    new ChannelKit.Taken(channel, kit.head(Duration.ofMillis(-1), false));

    kit.timers.advance(ChannelOptions.DEFAULT_IDLE_TIMEOUT);

    assertEquals(ConnectivityState.IDLE, channel.state());
  }

  @Test
  void withoutATimeoutThereIsNoTimer() {
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO), "{}");

    answered(channel);

    assertEquals(0, kit.timers.pending());
  }

  private ScriptedTransport.Peered answered(Channel channel) {
    ChannelKit.call(channel);
    var connection = kit.transport.last().open(100);
    connection.stream(0).answer(ChannelKit.OK);
    return connection;
  }
}
