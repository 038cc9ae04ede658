package dev.toolkit.grpc.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.transport.RawPayload;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallProxyTest {

  private static final Frame HALF_CLOSE = Frame.HalfClose.INSTANCE;
  private static final Frame OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);
  private static final Frame MESSAGE = new Frame.Message(new RawPayload(Buffer.buffer("x")), true);

  private final ScriptedStream caller = new ScriptedStream();
  private final ScriptedStream next = new ScriptedStream();
  private CallHead passed;
  private final CallProxy proxy = CallProxy.to(this::invoke);

  @Test
  void framesPassBothWaysAsTheyAre() {
    var headers = new Frame.Headers(Metadata.of("a", "b"), "gzip");
    proxy.handle(call(Metadata.EMPTY));

    caller.arrive(MESSAGE, MESSAGE, HALF_CLOSE);
    next.arrive(headers, MESSAGE, OK);

    assertEquals(List.of(MESSAGE, MESSAGE, HALF_CLOSE), next.written);
    assertEquals(List.of(headers, MESSAGE, OK), caller.written);
    assertSame(MESSAGE, caller.written.get(1));
  }

  @Test
  void requestIsAskedForOnlyWhenTheNextHopHasRoom() {
    next.fill();
    proxy.handle(call(Metadata.EMPTY));
    assertEquals(0, caller.fetched);

    caller.arrive(MESSAGE, MESSAGE, MESSAGE);
    next.drain();
    assertEquals(3, next.messages());

    next.fill();
    caller.arrive(MESSAGE, MESSAGE, MESSAGE, HALF_CLOSE);
    assertEquals(4, next.messages()); // the one that was asked for
    next.drain();
    assertEquals(6, next.messages());
    assertSame(HALF_CLOSE, next.written.get(6));
  }

  @Test
  void responseIsAskedForOnlyWhenTheCallerHasRoom() {
    proxy.handle(call(Metadata.EMPTY));
    assertEquals(1, next.fetched);

    caller.fill();
    next.arrive(MESSAGE, MESSAGE, MESSAGE, OK);
    assertEquals(List.of(MESSAGE), caller.written);
    assertEquals(1, next.fetched);

    caller.drain();
    assertEquals(List.of(MESSAGE, MESSAGE, MESSAGE, OK), caller.written);
  }

  @Test
  void drainWithoutNeedAsksForNothingMore() {
    proxy.handle(call(Metadata.EMPTY));

    caller.drain();
    next.drain();

    assertEquals(1, caller.fetched);
    assertEquals(1, next.fetched);
  }

  @Test
  void cancelIsPassedOn() {
    var cancel = new Frame.Cancel(Status.of(Code.DEADLINE_EXCEEDED, "too late"));
    proxy.handle(call(Metadata.EMPTY));

    caller.arrive(cancel);

    assertEquals(List.of(cancel), next.written);
  }

  @Test
  void failureOfTheNextHopIsTheAnswerOfTheProxy() {
    var status = Status.of(Code.UNAVAILABLE, "lost");
    proxy.handle(call(Metadata.EMPTY));

    next.arrive(Frame.Trailers.transport(status, Frame.Progress.NOT_SENT));

    assertEquals(List.of(new Frame.Trailers(status, Metadata.EMPTY)), caller.written);
  }

  @Test
  void headSaysAllButTheAuthorityOfThisHop() {
    var deadline = Deadline.after(Duration.ofSeconds(7));
    var attributes = Attributes.of(new Attributes.Key<>("a"), "b");
    var head =
        new CallHead(
            "/any.Service/Method",
            MethodKind.BIDI_STREAMING,
            "proxy.example",
            Metadata.of("a", "b"),
            deadline,
            "json",
            "gzip",
            List.of("br", "gzip"),
            CallOptions.DEFAULT,
            attributes);

    proxy.handle(new IncomingCall(head, caller));

    assertEquals("/any.Service/Method", passed.path());
    assertEquals("", passed.authority());
    assertEquals("b", passed.metadata().get("a"));
    assertSame(deadline, passed.deadline());
    assertEquals("json", passed.codec());
    assertEquals("gzip", passed.encoding());
    assertEquals(List.of("br", "gzip"), passed.acceptedEncodings());
    assertSame(attributes, passed.attributes());
  }

  @Test
  void callerThatAcceptsNoEncodingGetsNone() {
    proxy.handle(call(Metadata.EMPTY));

    assertEquals(List.of("identity"), passed.acceptedEncodings());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"te", "connection", "x-named", "keep-alive", "user-agent", "proxy-authorization"})
  void metadataOfOneHopIsLeftOut(String key) {
    var metadata =
        Metadata.of("connection", "close, X-Named").with("kept", "1").with(key, "some value");
    proxy.handle(call(metadata));

    next.arrive(new Frame.Headers(metadata), new Frame.Trailers(Status.OK, metadata));

    assertFalse(passed.metadata().contains(key));
    assertEquals("1", passed.metadata().get("kept"));
    var kept = Metadata.of("kept", "1");
    assertEquals(
        List.of(new Frame.Headers(kept), new Frame.Trailers(Status.OK, kept)), caller.written);
  }

  @Test
  void eachProxyCountsOneHop() {
    proxy.handle(call(Metadata.EMPTY));
    assertEquals(List.of("1"), passed.metadata().getAll(CallProxy.HOPS));

    proxy.handle(call(passed.metadata()));
    assertEquals(List.of("2"), passed.metadata().getAll(CallProxy.HOPS));
  }

  @Test
  void callThatHasPassedTooManyProxiesIsRefused() {
    proxy.withMaxHops(3).handle(call(Metadata.of(CallProxy.HOPS, "2")));
    assertNotNull(passed);
    passed = null;

    proxy.withMaxHops(3).handle(call(Metadata.of(CallProxy.HOPS, "3")));

    assertNull(passed);
    var message = "the call has passed 3 proxies, the limit maxHops is 3; do they call each other?";
    assertEquals(
        List.of(new Frame.Trailers(Status.of(Code.FAILED_PRECONDITION, message), Metadata.EMPTY)),
        caller.written);
  }

  @Test
  void proxyThatCallsItselfIsStoppedAtTheDefaultLimit() {
    var loop = new CallProxy[1];
    var hops = new int[1];
    loop[0] =
        CallProxy.to(
            head -> {
              hops[0]++;
              loop[0].handle(new IncomingCall(head, caller));
              return next;
            });

    loop[0].handle(call(Metadata.EMPTY));

    assertEquals(CallProxy.DEFAULT_MAX_HOPS, hops[0]);
    assertEquals(1, caller.written.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "1 ", "1234567", "+1"})
  void malformedNumberOfHopsIsRefused(String hops) {
    proxy.handle(call(Metadata.of(CallProxy.HOPS, hops)));

    assertNull(passed);
    var trailers = (Frame.Trailers) caller.written.get(0);
    assertEquals(
        Status.of(Code.INVALID_ARGUMENT, "toolkit-proxy-hops is \"" + hops + "\""),
        trailers.status());
  }

  @Test
  void numberOfHopsMustStandOnce() {
    proxy.handle(call(Metadata.of(CallProxy.HOPS, "7").with(CallProxy.HOPS, "0")));

    assertNull(passed);
    assertTrue(caller.written.get(0) instanceof Frame.Trailers);
  }

  @Test
  void limitMustBePositive() {
    var failure = assertThrows(IllegalArgumentException.class, () -> proxy.withMaxHops(0));

    assertEquals("maxHops is 0, it must be > 0", failure.getMessage());
  }

  private GrpcStream invoke(CallHead head) {
    passed = head;
    return next;
  }

  private IncomingCall call(Metadata metadata) {
    return new IncomingCall(Recorder.head("/a.B/C", metadata, null), caller);
  }
}
