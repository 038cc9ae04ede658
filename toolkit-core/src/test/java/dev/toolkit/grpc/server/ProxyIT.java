package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.CallProxy;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client, a proxy that knows no method, and a server, each over HTTP/2 on the loopback. */
class ProxyIT {

  private final Vertx vertx = Vertx.vertx();
  private final ServiceDefinition.Builder service = Echo.service();
  private final LinkedBlockingQueue<Boolean> stillCompressed = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    Served.await(vertx.close());
  }

  @Test
  void unaryCallPassesWithMetadataBothWays() {
    service.unary(
        Echo.UNARY,
        q -> {
          ServerCall call = ServerCall.current();
          call.responseHeaders(Metadata.of("h", call.metadata().get("a")));
          call.responseTrailers(Metadata.of("t", call.metadata().get(CallProxy.HOPS)));
          return Future.succeededFuture(q);
        });
    var call =
        clientOfProxy().call(Echo.UNARY, CallOptions.DEFAULT.withMetadata(Metadata.of("a", "1")));

    call.requests().end(Echo.text("joe"));

    assertEquals(Echo.text("joe"), Served.await(call.response()));
    assertEquals("1", Served.await(call.headers()).get("h"));
    assertEquals("1", Served.await(call.trailers()).get("t"));
  }

  @Test
  void compressedMessagesPassCompressed() {
    service.unary(
        Echo.UNARY,
        q -> {
          assertTrue(ServerCall.current().lastRequestCompressed());
          return Future.succeededFuture(q);
        });
    var response = new CompletableFuture<Frame.Message>();
    var call = clientOfProxy().call(Echo.UNARY, CallOptions.DEFAULT.withCompression("gzip"));
    call.messageListener(response::complete);
    var text = Echo.text("joe".repeat(1_000));

    call.requests().end(text);

    assertEquals(text, Served.await(call.response()));
    assertEquals("gzip", Recorder.await(response).payload().encoding());
    assertEquals(List.of(true, true), List.copyOf(stillCompressed));
  }

  @Test
  void statusAndTrailersOfTheServerPass() {
    service.unary(
        Echo.UNARY,
        q ->
            Future.failedFuture(
                new StatusException(Status.of(Code.NOT_FOUND, "no joe"), Metadata.of("a", "b"))));

    var failure = failureOf(clientOfProxy().unary(Echo.UNARY, Echo.text(""), CallOptions.DEFAULT));

    assertEquals(Status.of(Code.NOT_FOUND, "no joe"), failure.status());
    assertEquals("b", failure.trailers().get("a"));
  }

  @Test
  void aThousandMessagesPassBothWaysInOrder() {
    service.bidiStreaming(Echo.BIDI, (requests, responses) -> requests.pipeTo(responses));
    var call = clientOfProxy().bidiStreaming(Echo.BIDI, CallOptions.DEFAULT);
    var seen = new ArrayList<StringValue>();
    Promise<Integer> done = Promise.promise();

    call.responses().handler(seen::add).endHandler(v -> done.complete(seen.size())).resume();
    for (int i = 0; i < 1_000; i++) {
      call.write(Echo.text("m" + i));
    }
    call.end();

    assertEquals(1_000, Served.await(done.future()));
    assertEquals(Echo.text("m999"), seen.get(999));
  }

  @Test
  void aClientThatReadsNothingStopsTheServer() {
    var written = new AtomicInteger();
    var stopped = new CompletableFuture<Void>();
    var large = Echo.text("x".repeat(65_536));
    service.serverStreaming(
        Echo.SERVER_STREAM,
        (q, responses) -> {
          while (!responses.writeQueueFull()) {
            responses.write(large);
            assertTrue(written.incrementAndGet() < 10_000);
          }
          stopped.complete(null);
          Promise<Void> drained = Promise.promise();
          responses.drainHandler(v -> drained.tryComplete());
          return drained.future();
        });
    var call = clientOfProxy().call(Echo.SERVER_STREAM);
    call.requests().end(Echo.text(""));
    Recorder.await(stopped);
    var seen = new AtomicInteger();
    Promise<Void> ended = Promise.promise();

    call.responses().handler(r -> seen.incrementAndGet()).endHandler(ended::complete).resume();

    Served.await(ended.future());
    assertEquals(written.get(), seen.get());
  }

  @Test
  void cancelOfTheClientReachesTheServer() {
    var cancelled = new CompletableFuture<Status>();
    var begun = new CompletableFuture<Void>();
    service.unary(
        Echo.UNARY,
        q -> {
          ServerCall.current().onCancel(cancelled::complete);
          begun.complete(null);
          return Promise.<StringValue>promise().future();
        });
    var call = clientOfProxy().call(Echo.UNARY);
    call.requests().end(Echo.text(""));
    Recorder.await(begun);

    call.cancel("enough");

    assertEquals(Code.CANCELLED, Recorder.await(cancelled).code());
  }

  @Test
  void serverIsToldWhatIsLeftOfTheDeadline() {
    var left = new CompletableFuture<Duration>();
    service.unary(
        Echo.UNARY,
        q -> {
          left.complete(ServerCall.current().deadline().remaining());
          return Future.succeededFuture(q);
        });
    var options = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(30));

    Served.await(clientOfProxy().unary(Echo.UNARY, Echo.text(""), options));

    assertTrue(Recorder.await(left).compareTo(Duration.ofSeconds(30)) <= 0);
    assertTrue(Recorder.await(left).compareTo(Duration.ofSeconds(10)) > 0);
  }

  @Test
  void proxyThatCallsItselfRefuses() {
    var client = new CompletableFuture<GrpcClient>();
    var proxy = server().unknownMethodHandler(call -> proxyTo(client.join()).handle(call));
    start(proxy);
    client.complete(clientOf(proxy));

    var failure = failureOf(client.join().unary(Echo.UNARY, Echo.text(""), CallOptions.DEFAULT));

    assertEquals(Code.FAILED_PRECONDITION, failure.code());
    assertTrue(failure.getMessage().contains("has passed 8 proxies"), failure.getMessage());
  }

  private GrpcClient clientOfProxy() {
    var server = server().add(service.build());
    start(server);
    var proxy = server().unknownMethodHandler(proxyTo(clientOf(server))::handle);
    start(proxy);
    return clientOf(proxy);
  }

  private CallProxy proxyTo(GrpcClient client) {
    return CallProxy.to(head -> new SpiedStream(client.invoker().invoke(head), this::spy));
  }

  private void spy(Frame frame) {
    if (frame instanceof Frame.Message message) {
      stillCompressed.add(message.payload().encoding().equals("gzip"));
    }
  }

  private GrpcServer server() {
    var options = new GrpcServerOptions().setHost("127.0.0.1").setPort(0);
    options.getHttp().setPlaintext(true);
    return GrpcServer.create(vertx, options);
  }

  private void start(GrpcServer server) {
    Served.await(Recorder.on(((VertxInternal) vertx).createEventLoopContext(), server::start));
  }

  private GrpcClient clientOf(GrpcServer server) {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + server.actualPort());
    options.getHttp().setPlaintext(true);
    return GrpcClient.create(vertx, options);
  }

  private static StatusException failureOf(Future<?> failing) {
    return Served.await(
        failing.transform(r -> Future.succeededFuture((StatusException) r.cause())));
  }
}
