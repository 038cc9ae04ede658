package dev.toolkit.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for listeners of attempts, frames that must not stand there, and second shutdowns. */
abstract class CallEdgesContract extends TransportFixture {

  @Test
  void listenerHearsAllOfAnAttemptInOrder() {
    var heard = new AttemptLog();
    var client = call(heard.head(PATH, null)).write(message("ab"), message("c"), END).fetch(9);
    var server = serve().fetch(2);
    server.next(Frame.Message.class);
    server.next(Frame.Message.class);
    server.next(Frame.HalfClose.class);
    server.write(new Frame.Headers(Metadata.of("a", "b")), message("def"), OK);

    client.next(Frame.Headers.class);
    client.next(Frame.Message.class);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);

    assertEquals(
        List.of("started", "sent 2", "sent 1", "headers b", "received", "ended OK PROCESSED"),
        heard.lines());
    heard.assertWireSizes(2, 1, 3);
  }

  @Test
  void listenerHearsOneEndOfACancelledAttempt() {
    var heard = new AttemptLog();
    var client = call(heard.head(PATH, null)).write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    client.write(new Frame.Cancel(Status.of(Code.CANCELLED, "")));
    client.next(Frame.Trailers.class);
    server.next(Frame.Cancel.class);
    server.write(OK);
    pingSomeTimes();

    assertEquals(List.of("started", "ended CANCELLED PROCESSED"), heard.lines());
  }

  @Test
  void listenerHearsTheEndOfAnAttemptThatIsNotSent() {
    var heard = new AttemptLog();

    call(heard.head(PATH, Deadline.after(Duration.ZERO))).next(Frame.Trailers.class);

    assertEquals(List.of("ended DEADLINE_EXCEEDED NOT_SENT"), heard.lines());
  }

  @Test
  void connectThatIsGivenUpFails() {
    var failure =
        Recorder.on(
            clientContext,
            () -> {
              var connecting = ends.client().connect(ends.request().get());
              connecting.abort();
              connecting.abort();
              return connecting.connection();
            });

    var cause = await(failure.transform(result -> Future.succeededFuture(result.cause())));

    assertTrue(cause instanceof StatusException, () -> "failed with " + cause);
  }

  @Test
  void messageAfterTheHalfCloseEndsTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    client.write(message("late"));

    var status = Status.of(Code.INTERNAL, "Message was written after the half-close");
    assertTrailers(client, status, Frame.Origin.LOCAL);
    server.next(Frame.Cancel.class);
  }

  @Test
  void secondHalfCloseEndsTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    client.write(END);

    var status = Status.of(Code.INTERNAL, "HalfClose was written after the half-close");
    assertTrailers(client, status, Frame.Origin.LOCAL);
    server.next(Frame.Cancel.class);
  }

  @Test
  void frameOfTheServerThatTheClientWritesEndsTheCall() {
    var client = call();
    var server = serve();

    client.write(HEADERS);

    var status = Status.of(Code.INTERNAL, "Headers was written by the client");
    assertTrailers(client, status, Frame.Origin.LOCAL);
    server.next(Frame.Cancel.class);
  }

  @Test
  void messageBeforeTheHeadersEndsTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    server.write(message("early"), OK);

    var status = Status.of(Code.INTERNAL, "Message was written before the headers");
    assertTrailers(client, status, Frame.Origin.PEER);
    server.next(Frame.Cancel.class);
  }

  @Test
  void secondHeadersEndTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    server.write(HEADERS, HEADERS, OK);

    client.next(Frame.Headers.class);
    var status = Status.of(Code.INTERNAL, "Headers was written after the headers");
    assertTrailers(client, status, Frame.Origin.PEER);
    server.next(Frame.Cancel.class);
  }

  @Test
  void shortestGraceOfTheConnectionCounts() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);
    var graces = List.of(Duration.ofDays(30), Duration.ofMillis(50), Duration.ofSeconds(60));

    var ends = new ArrayList<Future<Void>>();
    for (Duration grace : graces) {
      ends.add(Recorder.on(clientContext, () -> connection.shutdown(grace)));
    }

    ends.forEach(TransportFixture::await);
    server.next(Frame.Cancel.class);
    assertEquals(Code.UNAVAILABLE, client.next(Frame.Trailers.class).status().code());
  }
}
