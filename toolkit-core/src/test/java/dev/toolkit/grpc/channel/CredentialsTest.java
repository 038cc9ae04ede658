package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.channel.ChannelKit.Taken;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials of calls and channels, whose tokens arrive when the test says. */
class CredentialsTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String RETRIED =
      """
      {"methodConfig": [{"name": [{}],
        "retryPolicy": {"maxAttempts": 3, "initialBackoff": "0.100s", "maxBackoff": "1s",
         "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]}""";

  private final ChannelKit kit = new ChannelKit(VERTX);
  private final List<CallCredentials.Request> requests = new ArrayList<>();
  private final List<Promise<Metadata>> tokens = new ArrayList<>();

  CredentialsTest() {
    kit.transport.secure = true;
  }

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aCallIsSentWhenItsTokenHasArrived() {
    Channel channel = ready(100);

    var call = new Taken(channel, head(this::later));
    assertEquals(0, connection().streams.size());
    give(0, Metadata.of("authorization", "Bearer 1"));
    connection().stream(0).answer(ChannelKit.OK);

    assertEquals("Bearer 1", connection().stream(0).head.metadata().get("authorization"));
    assertEquals(List.of("Message", "HalfClose"), ChannelKit.names(connection().stream(0).written));
    assertEquals(Status.OK, call.status());
  }

  @Test
  void aTokenThatIsThereCostsNoWait() {
    Channel channel = ready(100);

    new Taken(channel, head(CallCredentials.bearer(() -> Future.succeededFuture("1"))));

    assertEquals("Bearer 1", connection().stream(0).head.metadata().get("authorization"));
  }

  @Test
  void credentialsAreToldWhatTheyAreFor() {
    Channel channel = ready(100);

    new Taken(channel, head(this::later));

    var request = requests.get(0);
    assertEquals("/test.Echo/Unary", request.path());
    assertEquals("peer:1", request.authority());
    assertEquals("https://peer:1/test.Echo", request.audience());
    assertEquals("peer:1", request.peer().remoteAddress().toString());
  }

  @Test
  void anAudienceHasNoUsualPort() {
    var peer = connectionPeer();

    assertEquals(
        "https://host/a.B", new CallCredentials.Request("/a.B/C", "host:443", peer).audience());
    assertEquals(
        "https://host/a.B", new CallCredentials.Request("/a.B/C", "host", peer).audience());
  }

  @Test
  void theChannelsCredentialsComeFirstAndTheCallersMetadataLast() {
    kit.credentials = request -> Future.succeededFuture(Metadata.of("who", "channel"));
    Channel channel = ready(100);
    CallHead head =
        head(request -> Future.succeededFuture(Metadata.of("who", "call")))
            .withMetadata(Metadata.of("who", "caller"));

    new Taken(channel, head);

    assertEquals(
        List.of("channel", "call", "caller"), connection().stream(0).head.metadata().getAll("who"));
  }

  @Test
  void credentialsThatFailAreUnauthenticated() {
    Channel channel = ready(100);
    var call = new Taken(channel, head(this::later));

    refuse(0, new IllegalStateException("no key"));

    assertEquals(Code.UNAUTHENTICATED, call.status().code());
    assertEquals(
        "the credentials failed: java.lang.IllegalStateException: no key", call.status().message());
    assertEquals(0, connection().streams.size());
  }

  @Test
  void credentialsThatThrowAreUnauthenticated() {
    Channel channel = ready(100);
    CallCredentials broken =
        request -> {
          throw new IllegalStateException("no key");
        };

    var call = new Taken(channel, head(broken));

    assertEquals(Code.UNAUTHENTICATED, call.status().code());
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, UNAVAILABLE, no token",
    "PERMISSION_DENIED, PERMISSION_DENIED, no token",
    "NOT_FOUND, INTERNAL, illegal NOT_FOUND from the control plane: no token",
    "DATA_LOSS, INTERNAL, illegal DATA_LOSS from the control plane: no token"
  })
  void aStatusOfCredentialsIsKeptIfItIsLegal(Code said, Code told, String message) {
    Channel channel = ready(100);
    var call = new Taken(channel, head(this::later));

    refuse(0, Status.of(said, "no token").asException());

    assertEquals(Status.of(told, message), call.status());
  }

  @Test
  void credentialsAreNotSentInPlaintext() {
    kit.transport.secure = false;
    Channel channel = ready(100);

    var call = new Taken(channel, head(this::later));

    assertEquals(
        Status.of(
            Code.UNAUTHENTICATED,
            "credentials are not sent to peer:1 in plaintext, unless they allow it"),
        call.status());
    assertEquals(0, requests.size());
  }

  @Test
  void credentialsMayAllowPlaintext() {
    kit.transport.secure = false;
    Channel channel = ready(100);
    CallCredentials credentials = CallCredentials.bearer(() -> Future.succeededFuture("1"));

    new Taken(channel, head(credentials.alsoInPlaintext()));

    assertEquals("Bearer 1", connection().stream(0).head.metadata().get("authorization"));
  }

  @Test
  void oneOfTwoThatNeedsPrivacyIsEnough() {
    kit.transport.secure = false;
    kit.credentials = this::later;
    Channel channel = ready(100);
    CallCredentials open = CallCredentials.bearer(() -> Future.succeededFuture("1"));

    var call = new Taken(channel, head(open.alsoInPlaintext()));

    assertEquals(Code.UNAUTHENTICATED, call.status().code());
  }

  @Test
  void aDeadlineEndsTheWaitForAToken() {
    Channel channel = ready(100);
    var head = head(this::later).withDeadline(kit.head(Duration.ofMillis(200), false).deadline());
    var call = new Taken(channel, head);

    kit.timers.advance(Duration.ofMillis(200));
    give(0, Metadata.of("authorization", "late"));

    assertEquals(
        Status.of(
            Code.DEADLINE_EXCEEDED,
            "deadline of 200 ms exceeded after 200 ms waiting for the credentials of the call"),
        call.status());
    assertEquals(0, connection().streams.size());
  }

  @Test
  void aCancelEndsTheWaitForAToken() {
    var ends = new ArrayList<Status>();
    kit.attemptListeners =
        head ->
            new AttemptListener() {
              @Override
              public void ended(Frame.Trailers trailers) {
                ends.add(trailers.status());
              }
            };
    Channel channel = ready(100);
    var call = new Taken(channel, head(this::later));
    var reason = Status.of(Code.CANCELLED, "no more");

    call.stream.write(new Frame.Cancel(reason));
    give(0, Metadata.EMPTY);

    assertEquals(reason, call.status());
    assertEquals(List.of(reason), ends);
    assertEquals(0, connection().streams.size());
  }

  @Test
  void aRetryAsksAgain() {
    Channel channel = ready(100, RETRIED);
    var call = new Taken(channel, head(this::later));
    give(0, Metadata.of("authorization", "1"));
    connection().stream(0).answer(ChannelKit.unavailable(Progress.PROCESSED));

    kit.timers.advance(Duration.ofMillis(100));
    give(1, Metadata.of("authorization", "2"));
    connection().stream(1).answer(ChannelKit.OK);

    assertEquals(List.of("2"), connection().stream(1).head.metadata().getAll("authorization"));
    assertEquals(Status.OK, call.status());
  }

  @Test
  void aFailureOfCredentialsIsRetriedIfThePolicySaysSo() {
    Channel channel = ready(100, RETRIED);
    var call = new Taken(channel, head(this::later));

    refuse(0, Status.of(Code.UNAVAILABLE, "no token").asException());
    assertEquals(1, tokens.size());
    kit.timers.advance(Duration.ofMillis(100));
    give(1, Metadata.EMPTY);
    connection().stream(0).answer(ChannelKit.OK);

    assertEquals(Status.OK, call.status());
  }

  @Test
  void aCallWhoseConnectionFilledUpMeanwhileWaitsForRoomWithItsToken() {
    Channel channel = ready(1);
    var call = new Taken(channel, head(this::later));
    ChannelKit.call(channel);

    give(0, Metadata.of("authorization", "1"));
    assertEquals(1, connection().streams.size());
    connection().stream(0).answer(ChannelKit.OK);
    connection().stream(1).answer(ChannelKit.OK);

    assertEquals("1", connection().stream(1).head.metadata().get("authorization"));
    assertEquals(1, tokens.size());
    assertEquals(Status.OK, call.status());
  }

  @Test
  void aCallWhoseConnectionIsLostMeanwhileIsPickedAgainWithItsToken() {
    Channel channel = ready(100);
    var call = new Taken(channel, head(this::later));

    connection().close();
    give(0, Metadata.of("authorization", "1"));
    assertFalse(call.isOver());
    kit.transport.last().open(100).stream(0).answer(ChannelKit.OK);

    assertEquals(1, tokens.size());
    assertEquals(Status.OK, call.status());
  }

  @Test
  void waitingForATokenDoesNotDisturbTheTurns() {
    kit.add(new RoundRobinProvider());
    kit.resolver.atOnce = HandResolver.endpoints("one", "two");
    Channel channel =
        kit.unresolved(
            ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO),
            "{\"loadBalancingConfig\": [{\"round_robin\": {}}]}");
    channel.connect();
    List.copyOf(kit.transport.attempts).forEach(attempt -> attempt.open(100));

    for (int i = 0; i < 10; i++) {
      new Taken(channel, head(this::later));
    }
    tokens.forEach(token -> token.complete(Metadata.EMPTY));
    kit.settle();

    assertEquals(
        List.of(5, 5),
        kit.transport.connections().stream().map(one -> one.streams.size()).toList());
  }

  @Test
  void callsOfBalancersHaveTheChannelsCredentials() {
    kit.credentials = CallCredentials.bearer(() -> Future.succeededFuture("1"));
    ready(100);

    kit.first.last().subchannel.calls().invoke(ChannelKit.head(false));

    assertEquals("Bearer 1", connection().stream(0).head.metadata().get("authorization"));
  }

  @Test
  void inPlaintextAnyNameMayBeCalled() {
    kit.transport.secure = false;
    Channel channel = ready(100);

    new Taken(channel, named("other.example"));

    assertEquals("other.example", connection().stream(0).head.authority());
  }

  @Test
  void whatIsNoNameMayNotBeCalled() {
    kit.transport.secure = false;
    Channel channel = ready(100);

    var call = new Taken(channel, named("a b"));

    assertEquals(
        Status.of(Code.UNAVAILABLE, "the authority \"a b\" of the call is no host, or host:port"),
        call.status());
    assertTrue(connection().streams.isEmpty());
  }

  private Channel ready(int capacity) {
    return ready(capacity, "{}");
  }

  private Channel ready(int capacity, String serviceConfig) {
    kit.resolver.atOnce = HandResolver.endpoints("peer");
    Channel channel =
        kit.unresolved(ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO), serviceConfig);
    channel.connect();
    kit.transport.last().open(capacity);
    return channel;
  }

  private ScriptedTransport.Peered connection() {
    return kit.transport.connections().get(0);
  }

  private Peer connectionPeer() {
    ready(1);
    return connection().peer();
  }

  /** Has the nth token arrive. */
  private void give(int token, Metadata metadata) {
    tokens.get(token).complete(metadata);
    kit.settle();
  }

  /** Has the nth token fail. */
  private void refuse(int token, Throwable failure) {
    tokens.get(token).fail(failure);
    kit.settle();
  }

  private Future<Metadata> later(CallCredentials.Request request) {
    requests.add(request);
    var token = Promise.<Metadata>promise();
    tokens.add(token);
    return token.future();
  }

  private static CallHead head(CallCredentials credentials) {
    return ChannelKit.head(false).withAttribute(CallCredentials.KEY, credentials);
  }

  private static CallHead named(String authority) {
    CallHead head = ChannelKit.head(false);
    return new CallHead(
        head.path(),
        head.kind(),
        authority,
        head.metadata(),
        null,
        head.codec(),
        head.encoding(),
        List.of(),
        head.options(),
        head.attributes());
  }
}
