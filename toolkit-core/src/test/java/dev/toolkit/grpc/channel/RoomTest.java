package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What happens when a server takes no more streams on a connection. See gRFC A105. */
class RoomTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final ChannelKit kit = new ChannelKit(VERTX);

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void theServiceConfigAllowsMoreConnections() {
    Channel channel = scaled(3);
    var first = fill(channel, 1);

    calls(channel, 2);
    var second = kit.transport.last().open(1);
    assertEquals(3, kit.transport.attempts.size());
    var third = kit.transport.last().open(1);
    calls(channel, 1);

    assertEquals(3, kit.transport.attempts.size());
    assertEquals(List.of(1, 1, 1), List.of(first.active, second.active, third.active));
    assertEquals(1, kit.subchannelStates().stream().filter(this::isReady).count());
  }

  @Test
  void onlyOneConnectionIsOpenedAtATime() {
    Channel channel = scaled(5);
    fill(channel, 1);

    calls(channel, 20);

    assertEquals(2, kit.transport.attempts.size());
  }

  @Test
  void aServiceConfigGetsTenConnectionsAtMost() {
    Channel channel = scaled(1000);
    fill(channel, 1);
    calls(channel, 30);

    while (kit.transport.last().opened == null) {
      kit.transport.last().open(1);
    }

    assertEquals(10, kit.transport.connections().size());
  }

  @Test
  void theOldestConnectionWithRoomIsTaken() {
    Channel channel = scaled(2);
    var first = fill(channel, 2);
    calls(channel, 1);
    var second = kit.transport.last().open(2);

    first.stream(0).answer(ChannelKit.OK);
    calls(channel, 1);

    assertEquals(3, first.streams.size());
    assertEquals(1, second.streams.size());
  }

  @Test
  void whoWaitsForRoomGetsItInOrder() {
    Channel channel = scaled(1);
    var connection = fill(channel, 1);
    var second = ChannelKit.call(channel);
    var third = ChannelKit.call(channel);

    connection.stream(0).answer(ChannelKit.OK);
    connection.stream(1).answer(ChannelKit.OK);

    assertTrue(second.status().isOk());
    assertFalse(third.isOver());
  }

  @Test
  void queueingIsToldOnceForEachTimeThatItBegins() {
    Channel channel = scaled(1);
    var connection = fill(channel, 1);
    calls(channel, 3);
    assertEquals(
        List.of(new ChannelEvent.CallsQueued(connection.address, 1)),
        kit.events(ChannelEvent.CallsQueued.class));

    IntStream.range(0, 4).forEach(i -> connection.stream(i).answer(ChannelKit.OK));
    calls(channel, 2);

    assertEquals(2, kit.events(ChannelEvent.CallsQueued.class).size());
  }

  @Test
  void aRaisedLimitLetsThemGo() {
    Channel channel = scaled(1);
    var connection = fill(channel, 1);
    calls(channel, 3);

    connection.capacity(3);

    assertEquals(3, connection.streams.size());
  }

  @Test
  void aFurtherConnectionThatFailsLeavesTheSubchannelReady() {
    Channel channel = scaled(2);
    var connection = fill(channel, 1);
    var waiting = ChannelKit.call(channel);

    kit.transport.last().fail("connection refused");
    assertEquals(ConnectivityState.READY, channel.state());
    kit.timers.advance(Duration.ofMillis(999));
    assertEquals(2, kit.transport.attempts.size());
    kit.timers.advance(Duration.ofMillis(1));
    assertEquals(3, kit.transport.attempts.size());
    connection.stream(0).answer(ChannelKit.OK);
    connection.stream(1).answer(ChannelKit.OK);

    assertTrue(waiting.status().isOk());
  }

  @Test
  void whenTheLastConnectionGoesWhileOneIsOpenedTheSubchannelIsConnecting() {
    Channel channel = scaled(2);
    var connection = fill(channel, 1);
    var waiting = ChannelKit.call(channel);

    connection.close();
    assertEquals(ConnectivityState.CONNECTING, channel.state());
    kit.transport.last().open(1).stream(0).answer(ChannelKit.OK);

    assertTrue(waiting.status().isOk());
    assertEquals(2, kit.transport.attempts.size());
  }

  @Test
  void whenTheLastConnectionGoesDuringABackoffTheSubchannelHasFailed() {
    Channel channel = scaled(2);
    var connection = fill(channel, 1);
    var waiting = ChannelKit.call(channel);
    kit.transport.last().fail("connection refused");

    connection.close();

    assertEquals(ConnectivityState.TRANSIENT_FAILURE, channel.state());
    assertEquals(Code.UNAVAILABLE, waiting.status().code());
  }

  @Test
  void oneOfTwoConnectionsMayGo() {
    Channel channel = scaled(2);
    var first = fill(channel, 1);
    calls(channel, 1);
    var second = kit.transport.last().open(2);

    first.close();
    calls(channel, 1);

    assertEquals(ConnectivityState.READY, channel.state());
    assertEquals(2, second.streams.size());
  }

  @Test
  void whoWaitsForRoomCountsAsQueued() {
    kit.resolver.atOnce = HandResolver.endpoints("peer");
    Channel channel = kit.channel(ChannelOptions.DEFAULT.withMaxQueuedCalls(2));
    fill(channel, 1);
    calls(channel, 2);

    var fourth = ChannelKit.call(channel);

    assertEquals("2 calls wait for peer:1, maxQueuedCalls is 2", fourth.status().message());
  }

  private boolean isReady(ConnectivityState state) {
    return state == ConnectivityState.READY;
  }

  /** A channel with so many connections for each address, by its service config. */
  private Channel scaled(int maxConnections) {
    kit.resolver.atOnce = HandResolver.endpoints("peer");
    return kit.unresolved(
        ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO),
        "{\"connectionScaling\": {\"maxConnectionsPerSubchannel\": " + maxConnections + "}}");
  }

  /** The first connection, with as many calls as it takes. */
  private ScriptedTransport.Peered fill(Channel channel, int capacity) {
    calls(channel, capacity);
    return kit.transport.last().open(capacity);
  }

  private static void calls(Channel channel, int count) {
    IntStream.range(0, count).forEach(i -> ChannelKit.call(channel));
  }
}
