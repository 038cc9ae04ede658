package dev.toolkit.grpc.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Health;
import dev.toolkit.grpc.call.ScriptedStream;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.health.v1.HealthCheckRequest;
import dev.toolkit.grpc.health.v1.HealthCheckResponse;
import dev.toolkit.grpc.health.v1.HealthCheckResponse.ServingStatus;
import dev.toolkit.grpc.health.v1.HealthGrpc;
import dev.toolkit.grpc.protocol.BytesPayload;
import dev.toolkit.grpc.protocol.MessagePayload;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server is a script, the time is turned by hand. */
class HealthWatchTest {

  private final FakeTimers timers = new FakeTimers();
  private final List<ScriptedStream> calls = new ArrayList<>();
  private final List<CallHead> heads = new ArrayList<>();
  private final List<Health> heard = new ArrayList<>();
  private final HealthWatch watch = new HealthWatch(timers::set, timers::nanoTime, () -> 0.5);

  @Test
  void asksForTheServiceOnTheConnection() {
    start("shop");

    assertEquals("/grpc.health.v1.Health/Watch", heads.get(0).path());
    var message = assertInstanceOf(Frame.Message.class, call(0).written.get(0));
    var request = message.payload().decode(HealthGrpc.WATCH.requestType());
    assertEquals(HealthCheckRequest.newBuilder().setService("shop").build(), request);
    assertInstanceOf(Frame.HalfClose.class, call(0).written.get(1));
    assertEquals(List.of(Health.CHECKING), heard);
  }

  @Test
  void isHealthyWhileTheServerServes() {
    start("shop");

    call(0).arrive(response(ServingStatus.SERVING), response(ServingStatus.SERVING));
    call(0).arrive(response(ServingStatus.NOT_SERVING));
    call(0).arrive(response(ServingStatus.SERVING));

    var down = Health.notServing("the server says that shop is NOT_SERVING");
    assertEquals(List.of(Health.CHECKING, Health.SERVING, down, Health.SERVING), heard);
  }

  @Test
  void unknownServiceIsNotHealthy() {
    start("");

    call(0).arrive(response(ServingStatus.SERVICE_UNKNOWN));

    assertEquals(Health.notServing("the server says that it is SERVICE_UNKNOWN"), last());
  }

  @Test
  void serverWithoutHealthServiceIsHealthyForGood() {
    start("shop");

    call(0).arrive(trailers(Code.UNIMPLEMENTED, "unknown service"));

    assertEquals(Health.State.NOT_CHECKED, last().state());
    assertEquals("unknown service", last().reason().message());
    assertEquals(0, timers.pending());
  }

  @Test
  void failedWatchIsNotHealthyAndBegunAgainAfterABackoff() {
    start("shop");

    call(0).arrive(trailers(Code.INTERNAL, "oops"));
    assertEquals(Health.notServing("the health check of shop ended: INTERNAL: oops"), last());
    timers.advance(Duration.ofMillis(999));
    assertEquals(1, calls.size());
    timers.advance(Duration.ofMillis(1));

    assertEquals(2, calls.size());
    assertEquals(Health.CHECKING, last());
    call(1).arrive(trailers(Code.OK, ""));
    timers.advance(Duration.ofMillis(1599));
    assertEquals(2, calls.size());
    timers.advance(Duration.ofMillis(1));
    assertEquals(3, calls.size());
  }

  @Test
  void watchThatWasAnsweredForAWhileIsBegunAgainAtOnce() {
    start("shop");
    call(0).arrive(trailers(Code.INTERNAL, "oops"));
    timers.advance(Duration.ofSeconds(1));
    call(1).arrive(response(ServingStatus.SERVING));
    timers.advance(Duration.ofSeconds(2));

    call(1).arrive(trailers(Code.UNAVAILABLE, "gone"));
    timers.advance(Duration.ZERO);

    assertEquals(3, calls.size());
  }

  @Test
  void serverThatAnswersAndEndsEachWatchIsAskedOnceASecond() {
    start("shop");

    for (int i = 0; i < 10; i++) {
      call(i).arrive(response(ServingStatus.SERVING), trailers(Code.OK, ""));
      timers.advance(Duration.ofSeconds(1));
    }

    assertEquals(11, calls.size());
  }

  @Test
  void answerThatCannotBeReadCancelsTheWatch() {
    start("shop");

    call(0).arrive(new Frame.Message(garbage(), false), response(ServingStatus.SERVING));

    assertInstanceOf(Frame.Cancel.class, call(0).written.get(2));
    assertEquals(Health.State.NOT_SERVING, last().state());
    assertEquals(1, timers.pending());
  }

  @Test
  void stopEndsTheCallAndTheReports() {
    Runnable stop = start("shop");

    stop.run();
    call(0).arrive(response(ServingStatus.SERVING), trailers(Code.CANCELLED, ""));

    assertInstanceOf(Frame.Cancel.class, call(0).written.get(2));
    assertEquals(List.of(Health.CHECKING), heard);
    assertEquals(0, timers.pending());
  }

  @Test
  void stopEndsTheBackoff() {
    Runnable stop = start("shop");
    call(0).arrive(trailers(Code.INTERNAL, "oops"));

    stop.run();

    assertEquals(0, timers.pending());
  }

  @Test
  void listenerMayStopTheWatchWhenItHearsOfAFailure() {
    var stop = new ArrayList<Runnable>();
    stop.add(
        watch.watch(
            this::invoke,
            "shop",
            health -> {
              if (health.state() == Health.State.NOT_SERVING) {
                stop.get(0).run();
              }
            }));

    call(0).arrive(trailers(Code.INTERNAL, "oops"));

    assertEquals(0, timers.pending());
    assertEquals(2, call(0).written.size(), "an ended call is not cancelled");
  }

  private Runnable start(String service) {
    return watch.watch(this::invoke, service, heard::add);
  }

  private GrpcStream invoke(CallHead head) {
    heads.add(head);
    calls.add(new ScriptedStream());
    return calls.get(calls.size() - 1);
  }

  private ScriptedStream call(int index) {
    return calls.get(index);
  }

  private Health last() {
    return heard.get(heard.size() - 1);
  }

  private static Frame response(ServingStatus status) {
    var response = HealthCheckResponse.newBuilder().setStatus(status).build();
    return new Frame.Message(new MessagePayload(response, new ProtoCodec()), false);
  }

  private static BytesPayload garbage() {
    return new BytesPayload(
        Buffer.buffer(new byte[] {10, 127}), new ProtoCodec(), null, Integer.MAX_VALUE);
  }

  private static Frame trailers(Code code, String message) {
    return new Frame.Trailers(Status.of(code, message), Metadata.EMPTY);
  }
}
