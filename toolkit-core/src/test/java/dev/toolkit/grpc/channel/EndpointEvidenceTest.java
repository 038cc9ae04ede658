package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.EndpointFinding.Aspect;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What one event loop has found out, and what another one makes of it. */
class EndpointEvidenceTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Status BAD = Status.of(Code.UNAVAILABLE, "it is silent");

  private final ChannelKit kit = new ChannelKit(VERTX);
  private final List<EndpointFinding> heard = new ArrayList<>();
  private final EndpointEvidence.Member other = kit.evidence.join(kit.context, heard::add);

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void whoFindsSomethingDoesNotHearIt() {
    var others = new ArrayList<EndpointFinding>();
    kit.evidence.join(kit.context, others::add);

    other.publish(standing("one", BAD));
    kit.settle();

    assertEquals(List.of(), heard);
    assertEquals(List.of(standing("one", BAD)), others);
  }

  @Test
  void ofManyFindingsTheLastOneOfEachSubjectIsHeard() {
    var finder = kit.evidence.join(kit.context, finding -> {});

    kit.context.runOnContext(v -> publishMany(finder)); // nobody hears anything meanwhile
    kit.settle();
    kit.settle();

    assertEquals(List.of(standing("one", Status.OK)), heard);
  }

  @Test
  void whoComesLaterHearsWhatIsBad() {
    other.publish(standing("one", BAD));
    other.publish(standing("two", BAD));
    other.publish(standing("two", Status.OK));

    var late = new ArrayList<EndpointFinding>();
    kit.evidence.join(kit.context, late::add);
    kit.settle();

    assertEquals(List.of(standing("one", BAD)), late);
  }

  @Test
  void whoHasLeftNeitherHearsNorIsHeard() {
    var finder = kit.evidence.join(kit.context, finding -> {});
    other.leave();

    finder.publish(standing("one", BAD));
    other.publish(standing("two", BAD));
    kit.settle();

    assertEquals(List.of(), heard);
  }

  @Test
  void aFloodIsBounded() {
    var finder = kit.evidence.join(kit.context, finding -> {});

    IntStream.range(0, EndpointEvidence.MAX_KEPT + 100)
        .forEach(i -> finder.publish(standing("host" + i, BAD)));
    var late = new ArrayList<EndpointFinding>();
    kit.evidence.join(kit.context, late::add);
    kit.settle();

    assertEquals(EndpointEvidence.MAX_KEPT, late.size());
  }

  @Test
  void aChannelTellsWhatItsConnectionsDo() {
    kit.resolver.atOnce = HandResolver.endpoints("one");
    Channel channel = kit.unresolved(neverIdle(), "{}");
    channel.connect();

    kit.transport.last().fail("connection refused");
    kit.settle();
    Status refused = heard.get(0).status();
    kit.timers.advance(Duration.ofSeconds(1));
    kit.transport.last().open(1);
    kit.settle();

    assertEquals("cannot connect to one:1: connection refused", refused.message());
    assertEquals(standing("one", Status.OK), heard.get(1));
  }

  @Test
  void aChannelTellsOfEjections() {
    kit.resolver.atOnce = HandResolver.endpoints("one");
    kit.unresolved(neverIdle(), "{}").connect();
    var endpoint = Endpoint.of(address("one"));

    kit.first.last().helper.event(new ChannelEvent.EjectionChanged(endpoint, true, "5 errors"));
    kit.settle();

    assertEquals(
        List.of(
            new EndpointFinding(
                address("one"), Aspect.ANSWERS, Status.of(Code.UNAVAILABLE, "ejected: 5 errors"))),
        heard);
  }

  @Test
  void anEndpointThatOthersFoundBadIsPickedAfterTheRest() {
    Channel channel = ready("one", "two", "three", "four");

    say(standing("two", BAD));
    calls(channel, 12);

    assertEquals(0, streams("two"));
    assertEquals(List.of(0, 4, 4, 4), sortedLoads());
  }

  @Test
  void hearsayIsBelievedForTenSeconds() {
    Channel channel = ready("one", "two");
    say(standing("two", BAD));

    kit.timers.advance(Duration.ofSeconds(10).minusNanos(1));
    calls(channel, 4);
    assertEquals(0, streams("two"));
    kit.timers.advance(Duration.ofNanos(1));
    calls(channel, 4);

    assertEquals(2, streams("two"));
  }

  @Test
  void hearsayCanBeTakenBack() {
    Channel channel = ready("one", "two");
    say(standing("two", BAD));

    say(standing("two", Status.OK));
    calls(channel, 4);

    assertEquals(2, streams("two"));
  }

  @Test
  void hearsayIsForgottenWhenTheChannelHasConnectedItself() {
    Channel channel = ready("one", "two");
    say(standing("two", BAD));

    connection("two").close();
    kit.transport.last().open(100);
    calls(channel, 4);

    assertEquals(2, kit.transport.connections().get(2).streams.size());
  }

  @Test
  void noMoreThanHalfStandBack() {
    Channel channel = ready("one", "two", "three");

    say(standing("one", BAD));
    say(standing("two", BAD));
    calls(channel, 6);

    assertEquals(0, streams("one"));
    assertEquals(6, streams("two") + streams("three"));
  }

  @Test
  void theOnlyEndpointIsPickedWhateverOthersSay() {
    Channel channel = ready("one");

    say(standing("one", BAD));
    calls(channel, 2);

    assertEquals(2, streams("one"));
  }

  private void publishMany(EndpointEvidence.Member finder) {
    for (int i = 0; i < 100; i++) {
      finder.publish(standing("one", BAD));
    }
    finder.publish(standing("one", Status.OK));
  }

  /** Has another event loop say something. */
  private void say(EndpointFinding finding) {
    other.publish(finding);
    kit.settle();
  }

  private Channel ready(String... hosts) {
    kit.add(new RoundRobinProvider());
    kit.random = () -> 0;
    kit.resolver.atOnce = HandResolver.endpoints(hosts);
    Channel channel =
        kit.unresolved(neverIdle(), "{\"loadBalancingConfig\": [{\"round_robin\": {}}]}");
    channel.connect();
    List.copyOf(kit.transport.attempts).forEach(attempt -> attempt.open(100));
    return channel;
  }

  private ScriptedTransport.Peered connection(String host) {
    return kit.transport.connections().stream()
        .filter(connection -> connection.address.equals(address(host)))
        .findFirst()
        .orElseThrow();
  }

  private int streams(String host) {
    return connection(host).streams.size();
  }

  private List<Integer> sortedLoads() {
    return kit.transport.connections().stream().map(one -> one.streams.size()).sorted().toList();
  }

  private static void calls(Channel channel, int count) {
    IntStream.range(0, count).forEach(i -> ChannelKit.call(channel));
  }

  private static ChannelOptions neverIdle() {
    return ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO);
  }

  private static EndpointFinding standing(String host, Status status) {
    return new EndpointFinding(address(host), Aspect.CONNECTION, status);
  }

  private static SocketAddress address(String host) {
    return SocketAddress.inetSocketAddress(1, host);
  }
}
