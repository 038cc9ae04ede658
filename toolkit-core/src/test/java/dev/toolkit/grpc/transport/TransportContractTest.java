package dev.toolkit.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds for every transport; the edges of it are in {@link CallEdgesContract}. */
public abstract class TransportContractTest extends CallEdgesContract {

  @Test
  void framesArriveInOrderBothWays() {
    var client = call().write(message("a"), message("b"), END).fetch(9);
    var server = serve().fetch(9);

    assertEquals("a", text(server));
    assertEquals("b", text(server));
    server.next(Frame.HalfClose.class);
    server.write(HEADERS, message("c"), message("d"), OK);

    client.next(Frame.Headers.class);
    assertEquals("c", text(client));
    assertEquals("d", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void messagesAlternateBeforeTheHalfClose() {
    var client = call().fetch(10);
    var server = serve().fetch(10).write(HEADERS);
    client.next(Frame.Headers.class);

    for (int i = 0; i < 10; i++) {
      client.write(message("ping " + i));
      assertEquals("ping " + i, text(server));
      server.write(message("pong " + i));
      assertEquals("pong " + i, text(client));
    }

    client.write(END);
    server.next(Frame.HalfClose.class);
    server.write(OK);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void messagesOfManyCallsStayApart() {
    var clients = new ArrayList<Recorder>();
    var servers = new ArrayList<Recorder>();
    for (int i = 0; i < 5; i++) {
      clients.add(call().fetch(Long.MAX_VALUE));
      servers.add(serve().fetch(Long.MAX_VALUE).write(HEADERS));
      clients.get(i).next(Frame.Headers.class);
    }

    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < clients.size(); i++) {
        clients.get(i).write(texts("request", i, round));
        servers.get(i).write(texts("response", i, round));
      }
      for (int i = 0; i < clients.size(); i++) {
        assertTexts(texts("request", i, round), servers.get(i));
        assertTexts(texts("response", i, round), clients.get(i));
      }
    }
    clients.forEach(client -> client.write(END));
    servers.forEach(server -> server.write(OK));
    clients.forEach(client -> assertTrailers(client, Status.OK, Frame.Origin.PEER));
  }

  @Test
  void callMayEndByTrailersOnly() {
    var client = call().write(END);
    var status = Status.of(Code.NOT_FOUND, "no such thing: \u00e9 100%");

    serve().write(new Frame.Trailers(status, Metadata.of("why", "gone")));

    var trailers = client.next(Frame.Trailers.class);
    assertEquals(status, trailers.status());
    assertEquals("gone", trailers.metadata().get("why"));
  }

  @Test
  void metadataArrivesInOrderWithDuplicatesAndBytes() {
    byte[] bytes = {0, -1, 1, 44};
    var metadata = Metadata.of("a-key", "one").with("a-key", "two").withBinary("b-bin", bytes);
    var client = call(Recorder.head(PATH, metadata, null)).write(END);

    var call = take(arrived);
    var server = take(served);
    server.write(new Frame.Headers(metadata), new Frame.Trailers(Status.OK, metadata));

    assertEquals(PATH, call.head().path());
    assertMetadata(call.head().metadata(), bytes);
    assertMetadata(client.next(Frame.Headers.class).metadata(), bytes);
    assertMetadata(client.next(Frame.Trailers.class).metadata(), bytes);
  }

  @Test
  void messageOfNoBytesIsAMessage() {
    var client = call().write(message(""), END).fetch(1);
    var server = serve().fetch(1);

    assertEquals("", text(server));
    server.next(Frame.HalfClose.class);
    server.write(HEADERS, message(""), OK);

    client.next(Frame.Headers.class);
    assertEquals("", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void messageOfThreeMegabytesArrivesWhole() {
    var big = "0123456789abcdef".repeat(3 * 65536);
    var client = call().write(message(big), END).fetch(1);
    var server = serve().fetch(1);

    assertEquals(big, text(server));
    server.next(Frame.HalfClose.class);
    server.write(HEADERS, message(big), OK);

    client.next(Frame.Headers.class);
    assertEquals(big, text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void writerIsStoppedUntilTheReaderTakesMessages() {
    var client = call();
    var server = serve().write(HEADERS);
    client.next(Frame.Headers.class);

    checkBackPressure(client, server);
    client.write(END);
    server.next(Frame.HalfClose.class);
    checkBackPressure(server, client);

    server.write(OK);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void cancelIsSeenByAServerThatHasAllRequests() {
    var client = call().write(message("a"), END);
    var server = serve().fetch(1);
    assertEquals("a", text(server));
    server.next(Frame.HalfClose.class);

    client.write(new Frame.Cancel(Status.of(Code.CANCELLED, "enough")));

    assertEquals(Code.CANCELLED, server.next(Frame.Cancel.class).reason().code());
    assertTrailers(client, Status.of(Code.CANCELLED, "enough"), Frame.Origin.LOCAL);
    server.write(HEADERS, message("late"), OK);
    pingSomeTimes();
    assertEquals(0, client.waiting());
  }

  @Test
  void cancelOvertakesWhatNobodyTook() {
    var client = call().write(message("a"), message("b"));
    var server = serve();

    client.write(new Frame.Cancel(Status.of(Code.CANCELLED, "")));

    server.next(Frame.Cancel.class);
    assertEquals(Code.CANCELLED, client.next(Frame.Trailers.class).status().code());
  }

  @Test
  void deadlineEndsTheCallOnBothSides() {
    var deadline = Deadline.after(Duration.ofMillis(100));
    var client = call(Recorder.head(PATH, Metadata.EMPTY, deadline)).write(END);
    var call = take(arrived);
    var server = take(served);

    server.next(Frame.HalfClose.class);
    var reason = server.next(Frame.Cancel.class).reason();

    assertTrue(call.head().deadline().remaining().compareTo(Duration.ofMillis(100)) <= 0);
    assertTrue(
        reason.code() == Code.DEADLINE_EXCEEDED || reason.code() == Code.CANCELLED,
        reason::toString);
    assertEquals(Code.DEADLINE_EXCEEDED, client.next(Frame.Trailers.class).status().code());
  }

  @Test
  void expiredCallIsNotSent() {
    var deadline = Deadline.after(Duration.ZERO);

    var client = call(Recorder.head(PATH, Metadata.EMPTY, deadline));

    var trailers = client.next(Frame.Trailers.class);
    assertEquals(Code.DEADLINE_EXCEEDED, trailers.status().code());
    assertEquals(Frame.Progress.NOT_SENT, trailers.progress());
    var next = call(Recorder.head("/test.Contract/Next", Metadata.EMPTY, null)).write(END);
    assertEquals("/test.Contract/Next", take(arrived).head().path()); // no other came before
    serve().write(OK);
    assertTrailers(next, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void serverMayEndBeforeTheHalfClose() {
    var client = call().write(message("a")).fetch(9);
    var server = serve().fetch(1);
    assertEquals("a", text(server));

    server.write(HEADERS, message("enough"), OK);

    client.next(Frame.Headers.class);
    assertEquals("enough", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
    client.write(message("late"), END);
  }

  @Test
  void trailersOfThePeerWaitBehindMessages() {
    var client = call().write(END);
    serve().write(HEADERS, message("a"), OK);

    client.next(Frame.Headers.class);
    assertEquals(0, client.waiting());
    client.fetch(1);
    assertEquals("a", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void manyCallsRunAtOnce() {
    var clients = new ArrayList<Recorder>();
    for (int i = 0; i < 50; i++) {
      clients.add(call().write(message("a" + i), END).fetch(1));
    }
    var servers = new ArrayList<Recorder>();
    for (int i = 0; i < 50; i++) {
      servers.add(serve().fetch(1));
    }
    assertEquals(50, Recorder.on(clientContext, connection::activeCalls));

    servers.forEach(server -> server.write(HEADERS, message(text(server)), OK));

    for (int i = 0; i < 50; i++) {
      clients.get(i).next(Frame.Headers.class);
      assertEquals("a" + i, text(clients.get(i)));
      assertTrailers(clients.get(i), Status.OK, Frame.Origin.PEER);
    }
  }

  @Test
  void shutdownOfTheServerLetsCallsEnd() {
    var drained = new CompletableFuture<Status>();
    Recorder.on(clientContext, () -> connection.drainHandler(drained::complete));
    var client = call().write(END);
    var server = serve();

    var shutdown = shutdownServer(Duration.ofSeconds(10));
    Recorder.await(drained);
    var refused = call().next(Frame.Trailers.class);
    server.write(HEADERS, OK);

    assertEquals(Code.UNAVAILABLE, refused.status().code());
    client.next(Frame.Headers.class);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
    await(shutdown);
  }

  @Test
  void shutdownOfTheServerWithoutGraceEndsCalls() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    await(shutdownServer(Duration.ZERO));

    server.next(Frame.Cancel.class);
    assertEquals(Code.UNAVAILABLE, client.next(Frame.Trailers.class).status().code());
  }

  @Test
  void shutdownOfTheConnectionEndsCallsAfterTheGrace() {
    var closed = new CompletableFuture<Status>();
    Recorder.on(clientContext, () -> connection.closeHandler(closed::complete));
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    await(Recorder.on(clientContext, () -> connection.shutdown(Duration.ofMillis(50))));

    server.next(Frame.Cancel.class);
    assertEquals(Code.UNAVAILABLE, client.next(Frame.Trailers.class).status().code());
    Recorder.await(closed);
  }

  @Test
  void pingIsAnswered() {
    await(Recorder.on(clientContext, connection::ping));

    assertEquals(0, connection.activeCalls());
  }

  /** Writes until nothing drains any more, then takes all, and waits until writing may go on. */
  private void checkBackPressure(Recorder writer, Recorder reader) {
    var chunk = message("x".repeat(65536));
    int count = 0;
    var drained = new CompletableFuture<Void>();
    do {
      var next = new CompletableFuture<Void>();
      drained = next;
      count +=
          Recorder.on(
              writer.context(), () -> fill(writer.stream(), chunk, () -> next.complete(null)));
      assertTrue(count < 1_000, "nothing stops the writer for good");
      pingSomeTimes();
    } while (drained.isDone());

    reader.fetch(count);
    for (int i = 0; i < count; i++) {
      assertEquals(65536, text(reader).length());
    }
    Recorder.await(drained);
    assertFalse(Recorder.on(writer.context(), writer.stream()::writeQueueFull));
  }

  private static int fill(GrpcStream stream, Frame chunk, Runnable drained) {
    int count = 0;
    stream.drainHandler(v -> drained.run());
    while (!stream.writeQueueFull()) {
      assertTrue(count < 10_000, "nothing stops the writer");
      stream.write(chunk);
      count++;
    }
    return count;
  }

  private static void assertMetadata(Metadata metadata, byte[] bytes) {
    assertEquals(List.of("one", "two"), metadata.getAll("a-key"));
    assertArrayEquals(bytes, metadata.getBinary("b-bin"));
  }

  /** Messages of half a megabyte in all, each of its own. */
  private static Frame[] texts(String kind, int call, int round) {
    var all = new Frame[1000];
    for (int i = 0; i < all.length; i++) {
      all[i] = message(kind + " " + i + " of call " + call + ", round " + round + " ".repeat(i));
    }
    return all;
  }

  private static void assertTexts(Frame[] expected, Recorder actual) {
    for (Frame frame : expected) {
      assertEquals(
          ((RawPayload) ((Frame.Message) frame).payload()).bytes().toString(), text(actual));
    }
  }
}
