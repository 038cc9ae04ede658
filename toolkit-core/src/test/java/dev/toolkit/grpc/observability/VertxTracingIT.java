package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.server.Hosted.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vert.x's own tracing sees the HTTP requests of our calls. */
class VertxTracingIT {

  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());
  private static final MethodDescriptor<StringValue, StringValue> BUY =
      MethodDescriptor.unary("shop.Shop", "Buy", TEXT, TEXT);
  private static final MethodDescriptor<StringValue, StringValue> RELAY =
      MethodDescriptor.unary("shop.Shop", "Relay", TEXT, TEXT);
  private static final ServiceDescriptor SHOP =
      ServiceDescriptor.of("shop.Shop", StringValue.getDescriptor()::getFile, BUY, RELAY);

  private final Tracer tracer = new Tracer();
  private final Vertx vertx = Vertx.builder().withTracer(options -> tracer).build();
  private final GrpcServer server = server();
  private final GrpcClient client = client();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void requestAndResponseAreTracedOnBothSides() {
    await(client.unary(BUY, StringValue.of("hi"), CallOptions.DEFAULT));
    shutDown();

    assertEquals(List.of("/shop.Shop/Buy after root"), tracer.sent);
    assertEquals(List.of("trace 1"), tracer.received);
    assertEquals(List.of("answered trace 1"), tracer.answered);
    assertEquals(List.of("ended trace 1"), tracer.ended);
  }

  @Test
  void callMadeWhileServingIsTracedAfterTheCallServed() {
    await(client.unary(RELAY, StringValue.of("hi"), CallOptions.DEFAULT));
    shutDown();

    assertEquals(
        List.of("/shop.Shop/Relay after root", "/shop.Shop/Buy after trace 1"), tracer.sent);
    assertEquals(List.of("trace 1", "trace 2"), tracer.received);
    assertEquals(List.of("ended trace 2", "ended trace 1"), tracer.ended);
  }

  @Test
  void failedCallEndsItsTrace() {
    Status status =
        await(
            client
                .unary(BUY, StringValue.of(""), CallOptions.DEFAULT)
                .map(Status.OK)
                .otherwise(Status::of));
    shutDown();

    assertEquals("no item", status.message());
    assertEquals(List.of("answered trace 1"), tracer.answered);
    assertEquals(List.of("ended trace 1"), tracer.ended);
  }

  /** All is traced when the connections have ended. */
  private void shutDown() {
    await(client.shutdown(Duration.ofSeconds(10)));
    await(server.shutdown(Duration.ofSeconds(10)));
  }

  private GrpcServer server() {
    var options = new GrpcServerOptions().setHost("127.0.0.1").setPort(0);
    options.getHttp().setPlaintext(true);
    GrpcServer server = GrpcServer.builder(vertx).options(options).build();
    server.add(
        ServiceDefinition.builder(SHOP)
            .unary(BUY, VertxTracingIT::buy)
            .unary(RELAY, request -> client.unary(BUY, request, CallOptions.DEFAULT))
            .build());
    await(server.start());
    return server;
  }

  private GrpcClient client() {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + server.actualPort());
    options.getHttp().setPlaintext(true);
    return GrpcClient.create(vertx, options);
  }

  private static Future<StringValue> buy(StringValue request) {
    return request.getValue().isEmpty()
        ? Future.failedFuture(Status.of(Code.NOT_FOUND, "no item").asException())
        : Future.succeededFuture(request);
  }

  /** Numbers requests, and lets the number travel in a header. */
  private static final class Tracer implements VertxTracer<String, String> {

    private static final String HEADER = "x-trace";

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> answered = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final Map<Context, String> served = new ConcurrentHashMap<>();

    @Override
    public <R> String sendRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        BiConsumer<String, String> headers,
        TagExtractor<R> tags) {
      String path = tags.extract(request).getOrDefault("url.path", operation);
      sent.add(path + " after " + served.getOrDefault(context, "root"));
      String trace = "trace " + sent.size();
      headers.accept(HEADER, trace);
      return trace;
    }

    @Override
    public <R> void receiveResponse(
        Context context, R response, String trace, Throwable failure, TagExtractor<R> tags) {
      ended.add("ended " + trace);
    }

    @Override
    public <R> String receiveRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        Iterable<Map.Entry<String, String>> headers,
        TagExtractor<R> tags) {
      String trace = "none";
      for (var header : headers) {
        trace = header.getKey().toString().equals(HEADER) ? header.getValue() : trace;
      }
      received.add(trace);
      served.put(context, trace);
      return trace;
    }

    @Override
    public <R> void sendResponse(
        Context context, R response, String trace, Throwable failure, TagExtractor<R> tags) {
      answered.add("answered " + trace);
    }
  }
}
