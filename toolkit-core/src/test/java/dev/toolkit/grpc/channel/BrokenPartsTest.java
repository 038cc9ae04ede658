package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Resolvers, policies, pickers, selectors and listeners that throw: no call may hang. */
class BrokenPartsTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final ChannelOptions NEVER_IDLE =
      ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO);

  private final ChannelKit kit = new ChannelKit(VERTX);
  private final List<Throwable> reported = new ArrayList<>();

  BrokenPartsTest() {
    kit.context.exceptionHandler(reported::add);
  }

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aResolverThatThrowsAtItsStartFailsTheChannel() {
    kit.resolver.throwing = new IllegalStateException("no network");
    Channel channel = kit.unresolved(NEVER_IDLE, "{}");

    var waiting = ChannelKit.patientCall(channel);
    var late = ChannelKit.call(channel);

    assertFailed(channel, waiting.status(), "no network");
    assertFailed(channel, late.status(), "no network");
    assertTrue(kit.resolver.closed);
  }

  @Test
  void aResolverThatThrowsWhenItIsAskedAgainFailsTheChannel() {
    Channel channel = ready();
    kit.resolver.throwing = new IllegalStateException("no network");

    kit.transport.connections().get(0).close();

    assertFailed(channel, ChannelKit.call(channel).status(), "no network");
  }

  @Test
  void aPolicyThatCannotBeMadeFailsTheChannel() {
    kit.first.onCreate = new IllegalStateException("no luck");
    Channel channel = kit.channel(ChannelOptions.DEFAULT);

    assertFailed(channel, ChannelKit.patientCall(channel).status(), "no luck");
  }

  @Test
  void aPolicyThatThrowsAtAnUpdateFailsTheChannelAndTellsTheResolver() {
    Channel channel = ready();
    kit.first.onAccept = new IllegalStateException("no luck");

    Status told = kit.resolver.found(null, "two");

    assertTrue(!told.isOk());
    assertFailed(channel, ChannelKit.call(channel).status(), "no luck");
    assertTrue(kit.resolver.closed);
    assertEquals(Duration.ofDays(30), kit.transport.connections().get(0).shutdown);
  }

  @Test
  void aPolicyThatThrowsAtAChangeOfStateFailsTheChannel() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var call = ChannelKit.patientCall(channel);
    kit.first.onChange = new IllegalStateException("no luck");

    kit.transport.last().open(100);

    assertFailed(channel, call.status(), "no luck");
  }

  @Test
  void anErrorIsAsGoodAsAnException() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var call = ChannelKit.patientCall(channel);
    kit.first.onChange = new NoClassDefFoundError("gone");

    kit.transport.last().open(100);

    assertFailed(channel, call.status(), "gone");
  }

  @Test
  void aPolicyThatThrowsWhenItIsClosedDoesNotKeepTheChannelOpen() {
    Channel channel = ready();
    kit.first.onClose = new IllegalStateException("no luck");

    channel.shutdown(Duration.ZERO);

    assertEquals(ConnectivityState.SHUTDOWN, channel.state());
    assertEquals(Code.CANCELLED, ChannelKit.call(channel).status().code());
  }

  @Test
  void aFailedChannelBeginsAnewAfterTheIdleTimeout() {
    kit.first.onCreate = new IllegalStateException("no luck");
    kit.resolver.atOnce = HandResolver.endpoints("peer");
    Channel channel = kit.unresolved(ChannelOptions.DEFAULT, "{}");
    ChannelKit.call(channel);
    kit.first.onCreate = null;

    kit.timers.advance(ChannelOptions.DEFAULT_IDLE_TIMEOUT);
    assertEquals(ConnectivityState.IDLE, channel.state());
    var call = ChannelKit.call(channel);
    kit.transport.last().open(1).stream(0).answer(ChannelKit.OK);

    assertEquals(Status.OK, call.status());
  }

  @Test
  void aPickerThatThrowsFailsTheCallAndNotTheChannel() {
    Channel channel = ready();
    Picker broken =
        args -> {
          throw new IllegalStateException("no luck");
        };
    kit.first.last().helper.update(ConnectivityState.READY, broken);

    var call = ChannelKit.patientCall(channel);

    assertEquals(
        Status.of(
            Code.INTERNAL, "the picker of peer:1 failed: java.lang.IllegalStateException: no luck"),
        withoutCause(call.status()));
    assertEquals(ConnectivityState.READY, channel.state());
  }

  @Test
  void aPickerThatPicksForeignSubchannelsFailsTheCall() {
    Channel channel = ready();
    var foreign =
        new FakeHelper()
            .createSubchannel(FakeEndpoints.address(1), FakeEndpoints.endpoint(1), state -> {});
    kit.first.last().helper.update(ConnectivityState.READY, Picker.of(PickResult.to(foreign)));

    var call = ChannelKit.call(channel);

    assertEquals(
        Status.of(Code.INTERNAL, "a picker chose a subchannel that is not its channel's"),
        call.status());
  }

  @Test
  void aPickerMayNotSpeakForTheServer() {
    Channel channel = ready();
    var status = Status.of(Code.NOT_FOUND, "no such thing");
    kit.first.last().helper.update(ConnectivityState.READY, Picker.of(PickResult.drop(status)));

    var call = ChannelKit.call(channel);

    assertEquals(
        Status.of(Code.INTERNAL, "illegal NOT_FOUND from the control plane: no such thing"),
        call.status());
  }

  @Test
  void aSelectorThatThrowsFailsTheCallsThatWaitedForItToo() {
    Channel channel = kit.unresolved(NEVER_IDLE, "{}");
    var waiting = List.of(ChannelKit.call(channel), ChannelKit.patientCall(channel));
    ConfigSelector broken =
        head -> {
          throw new IllegalStateException("no luck");
        };

    kit.resolver.listener.resolved(
        new Resolution(
            HandResolver.endpoints("peer"), null, Attributes.of(ConfigSelector.KEY, broken)));

    var late = ChannelKit.call(channel);
    for (var call : List.of(waiting.get(0), waiting.get(1), late)) {
      assertEquals(
          Status.of(
              Code.INTERNAL,
              "the config selector of peer:1 failed: java.lang.IllegalStateException: no luck"),
          withoutCause(call.status()));
    }
  }

  @Test
  void aSelectorsOwnStatusIsKeptIfItIsLegal() {
    Channel channel = kit.unresolved(NEVER_IDLE, "{}");
    var call = ChannelKit.call(channel);
    ConfigSelector refusing =
        head -> {
          throw Status.of(Code.UNAVAILABLE, "no route").asException();
        };

    kit.resolver.listener.resolved(
        new Resolution(
            HandResolver.endpoints("peer"), null, Attributes.of(ConfigSelector.KEY, refusing)));

    assertEquals(Status.of(Code.UNAVAILABLE, "no route"), call.status());
  }

  @Test
  void aStateHandlerThatThrowsDisturbsNobody() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var heard = new ArrayList<ConnectivityState>();
    channel.stateHandler(
        state -> {
          throw new IllegalStateException("my own fault");
        });
    channel.stateHandler(heard::add);

    var call = ChannelKit.call(channel);
    kit.transport.last().open(1).stream(0).answer(ChannelKit.OK);

    assertEquals(Status.OK, call.status());
    assertEquals(List.of(ConnectivityState.CONNECTING, ConnectivityState.READY), heard);
    assertEquals(2, reported.size());
  }

  @Test
  void aPolicyThatIsNotKnownFailsAtOnce() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> kit.unresolved(NEVER_IDLE, "{\"loadBalancingConfig\": [{\"grpclb\": {}}]}"));

    assertEquals(
        "loadBalancingConfig names [grpclb], known policies are [pick_first, other, third]",
        failure.getMessage());
  }

  @Test
  void anUnknownPolicyOfTheResolverIsNamedByTheCallsUntilAGoodOneIsFound() {
    Channel channel = kit.unresolved(NEVER_IDLE, "{}");
    var failing = ChannelKit.call(channel);
    var patient = ChannelKit.patientCall(channel);

    Status told = kit.resolver.found("{\"loadBalancingConfig\": [{\"grpclb\": {}}]}", "peer");
    String wrong =
        "the resolver's service config is wrong: loadBalancingConfig names [grpclb], known"
            + " policies are [pick_first, other, third]";
    assertEquals(Status.of(Code.UNAVAILABLE, wrong), withoutCause(told));
    assertEquals("peer:1: " + wrong, failing.status().message());
    kit.resolver.found("{}", "peer");
    kit.transport.last().open(1).stream(0).answer(ChannelKit.OK);

    assertEquals(Status.OK, patient.status());
  }

  @Test
  void aWrongConfigAfterAGoodOneChangesNothing() {
    Channel channel = ready();

    Status told = kit.resolver.found("{\"loadBalancingConfig\": 5}", "two");

    assertEquals(Code.UNAVAILABLE, told.code());
    ChannelKit.call(channel);
    assertEquals(1, kit.transport.connections().get(0).streams.size());
    assertEquals(ConnectivityState.READY, channel.state());
  }

  @Test
  void aFailureOfTheResolverKeepsTheLastGoodList() {
    Channel channel = ready();

    kit.resolver.listener.failed(Status.of(Code.UNAVAILABLE, "SERVFAIL"));

    assertEquals(ConnectivityState.READY, channel.state());
    ChannelKit.call(channel);
    assertEquals(1, kit.transport.connections().get(0).streams.size());
  }

  @Test
  void aFailureOfTheFirstResolutionIsTheAnswerOfTheCalls() {
    Channel channel = kit.unresolved(NEVER_IDLE, "{}");
    var failing = ChannelKit.call(channel);
    var patient = ChannelKit.patientCall(channel);

    kit.resolver.listener.failed(Status.of(Code.UNAVAILABLE, "NXDOMAIN"));

    assertEquals(
        Status.of(Code.UNAVAILABLE, "peer:1: name resolution failed: NXDOMAIN"), failing.status());
    assertEquals(ConnectivityState.TRANSIENT_FAILURE, channel.state());
    assertTrue(!patient.isOver());
  }

  private Channel ready() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    kit.transport.last().open(100);
    return channel;
  }

  private static void assertFailed(Channel channel, Status status, String why) {
    assertEquals(Code.INTERNAL, status.code());
    assertTrue(status.message().startsWith("the channel to peer:1 failed: "), status.message());
    assertTrue(status.message().endsWith(why), status.message());
    assertEquals(ConnectivityState.TRANSIENT_FAILURE, channel.state());
  }

  private static Status withoutCause(Status status) {
    return Status.of(status.code(), status.message());
  }
}
