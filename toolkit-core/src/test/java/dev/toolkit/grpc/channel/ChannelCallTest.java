package dev.toolkit.grpc.channel;

import static dev.toolkit.grpc.channel.ChannelKit.OK;
import static dev.toolkit.grpc.channel.ChannelKit.head;
import static dev.toolkit.grpc.channel.ChannelKit.headers;
import static dev.toolkit.grpc.channel.ChannelKit.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.channel.ChannelKit.Taken;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One call of a channel: where it says that its time went, and who hears of its attempts. */
class ChannelCallTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String HEDGED =
      """
      {"loadBalancingConfig": [{"round_robin": {}}],
       "methodConfig": [{"name": [{}],
        "hedgingPolicy": {"maxAttempts": 2, "hedgingDelay": "0.050s",
         "nonFatalStatusCodes": ["UNAVAILABLE"]}}]}""";
  private static final String RETRIED =
      """
      {"methodConfig": [{"name": [{}],
        "retryPolicy": {"maxAttempts": 3, "initialBackoff": "0.100s", "maxBackoff": "1s",
         "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]}""";

  private final ChannelKit kit = new ChannelKit(VERTX);
  private final List<Frame.Trailers> ends = new ArrayList<>();

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aDeadlineNamesTheEndpointsOfAllHedges() {
    Channel channel = hedged("one", "two");
    var call = new Taken(channel, kit.head(Duration.ofMillis(200), false));

    kit.timers.advance(Duration.ofMillis(200));

    assertEquals(
        "deadline of 200 ms exceeded after 200 ms waiting for the response from"
            + " peer:1 (one:1 and two:1), after 2 attempts began",
        call.status().message());
  }

  @Test
  void aDeadlineNamesTheHedgeThatRunsWhileAnotherOneWaits() {
    Channel channel = hedged("one", "two");
    kit.transport.connections().forEach(connection -> connection.capacity = 1);
    new Taken(channel, head(false));
    kit.timers.advance(Duration.ofMillis(50)); // its hedge fills the other endpoint
    connection(0).stream(0).answer(ChannelKit.unavailable(Frame.Progress.PROCESSED));
    var call = new Taken(channel, kit.head(Duration.ofMillis(200), false));

    kit.timers.advance(Duration.ofMillis(200));

    String message = call.status().message();
    assertEquals(
        "deadline of 200 ms exceeded after 200 ms waiting for the response from"
            + " peer:1 (one:1), after 2 attempts began",
        message);
  }

  @Test
  void aDeadlineDoesNotNameAHedgeThatHasFailed() {
    Channel channel = hedged("one", "two");
    var call = new Taken(channel, kit.head(Duration.ofMillis(200), false));
    kit.timers.advance(Duration.ofMillis(50));
    stream("two:1").answer(ChannelKit.unavailable(Frame.Progress.PROCESSED));

    kit.timers.advance(Duration.ofMillis(150));

    assertEquals(
        "deadline of 200 ms exceeded after 200 ms waiting for the response from"
            + " peer:1 (one:1), after 2 attempts began",
        call.status().message());
  }

  @Test
  void theFirstHedgeToBeAnsweredIsThePeer() {
    Channel channel = hedged("one", "two");
    var peers = new ArrayList<Peer>();
    var call = new Taken(channel, head(false).withAttribute(Channel.PEER_HANDLER, peers::add));
    kit.timers.advance(Duration.ofMillis(50));

    stream("one:1").answer(headers(), message(), OK);

    assertEquals(Status.OK, call.status());
    assertEquals(
        List.of("one:1"), peers.stream().map(peer -> peer.remoteAddress().toString()).toList());
  }

  @Test
  void aDeadlineNamesTheAttemptThatRuns() {
    Channel channel = retried();
    var call = new Taken(channel, kit.head(Duration.ofMillis(500), false));
    var connection = kit.transport.last().open(100);
    connection.stream(0).answer(ChannelKit.unavailable(Frame.Progress.PROCESSED));

    kit.timers.advance(Duration.ofMillis(500));

    assertEquals(2, connection.streams.size());
    assertEquals(
        "deadline of 500 ms exceeded after 500 ms waiting for the response from peer:1,"
            + " in attempt 2",
        call.status().message());
  }

  @Test
  void aDeadlineBetweenTwoAttemptsSaysWhatFailed() {
    Channel channel = retried();
    var call = new Taken(channel, kit.head(Duration.ofMillis(50), false));
    kit.transport.last().open(100).stream(0)
        .answer(ChannelKit.unavailable(Frame.Progress.PROCESSED));

    kit.timers.advance(Duration.ofMillis(50));

    assertEquals(Code.DEADLINE_EXCEEDED, call.status().code());
    assertEquals(
        "deadline of 50 ms exceeded while waiting to try again after 1 attempt, which failed:"
            + " UNAVAILABLE: no",
        call.status().message());
  }

  @Test
  void aRetryWithoutAConnectionSaysSo() {
    Channel channel = retried();
    var call = new Taken(channel, kit.head(Duration.ofMillis(500), true));
    var connection = kit.transport.last().open(100);
    connection.stream(0).answer(ChannelKit.unavailable(Frame.Progress.PROCESSED));
    connection.close();

    kit.timers.advance(Duration.ofMillis(500));

    assertEquals(
        "deadline of 500 ms exceeded after 500 ms waiting for a connection to peer:1,"
            + " in attempt 2, which failed last: closed",
        call.status().message());
  }

  @Test
  void theListenerOfAnAttemptHearsOfItsEndInTheQueueOfPicks() {
    listenToAttempts();
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var call = ChannelKit.call(channel);

    kit.transport.last().fail("connection refused");

    assertEquals(List.of(call.status()), ends.stream().map(Frame.Trailers::status).toList());
    assertEquals(Frame.Progress.NOT_SENT, ends.get(0).progress());
  }

  @Test
  void theListenerOfAnAttemptHearsOfItsCancellationWhileItWaitsForRoom() {
    listenToAttempts();
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    ChannelKit.call(channel);
    var second = ChannelKit.call(channel);
    kit.transport.last().open(1);
    var reason = Status.of(Code.CANCELLED, "no more");

    second.stream.write(new Frame.Cancel(reason));

    assertEquals(List.of(reason), ends.stream().map(Frame.Trailers::status).toList());
  }

  @Test
  void theListenerOfAnAttemptThatRunsIsLeftToTheConnection() {
    listenToAttempts();
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    ChannelKit.call(channel);
    var stream = kit.transport.last().open(1).stream(0);

    stream.answer(OK);

    assertEquals(List.of(), ends);
    assertNotNull(stream.head.attributes().get(AttemptListener.KEY));
  }

  @Test
  void theListenerHearsOfAnAttemptThatFindsTheQueueFull() {
    listenToAttempts();
    Channel channel = kit.channel(ChannelOptions.DEFAULT.withMaxQueuedCalls(0));

    var call = ChannelKit.call(channel);

    assertEquals(Code.RESOURCE_EXHAUSTED, call.status().code());
    assertEquals(List.of(call.status()), ends.stream().map(Frame.Trailers::status).toList());
  }

  private void listenToAttempts() {
    kit.attemptListeners =
        head ->
            new AttemptListener() {
              @Override
              public void ended(Frame.Trailers trailers) {
                ends.add(trailers);
              }
            };
  }

  /** A channel with endpoints that are all connected. */
  private Channel hedged(String... hosts) {
    kit.add(new RoundRobinProvider());
    kit.random = () -> 0; // begins with the first endpoint
    kit.resolver.atOnce = HandResolver.endpoints(hosts);
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO), HEDGED);
    channel.connect();
    List.copyOf(kit.transport.attempts).forEach(attempt -> attempt.open(100));
    return channel;
  }

  private Channel retried() {
    kit.resolver.atOnce = HandResolver.endpoints("peer");
    return kit.unresolved(ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO), RETRIED);
  }

  private ScriptedTransport.Peered connection(int index) {
    return kit.transport.connections().get(index);
  }

  /** The one stream on the connection to an endpoint. */
  private ScriptedTransport.Stream stream(String endpoint) {
    return kit.transport.connections().stream()
        .filter(connection -> connection.address.toString().equals(endpoint))
        .findFirst()
        .orElseThrow()
        .stream(0);
  }
}
