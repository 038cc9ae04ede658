package dev.toolkit.grpc.transport.http;

import com.google.protobuf.StringValue;
import com.google.protobuf.WrappersProto;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.ServiceDefinition;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server with one event loop for raw peers: {@code Echo} answers, {@code Hold} never does, {@code
 * Large} answers with a megabyte, {@code Stream} writes all it may, {@code Upload} counts.
 */
final class WireServer implements AutoCloseable {

  static final MessageType<StringValue> TEXT = MessageType.of(StringValue.getDefaultInstance());
  static final String SERVICE_NAME = "test.Wire";
  static final MethodDescriptor<StringValue, StringValue> ECHO = unary("Echo");
  static final MethodDescriptor<StringValue, StringValue> HOLD = unary("Hold");
  static final MethodDescriptor<StringValue, StringValue> LARGE = unary("Large");
  static final MethodDescriptor<StringValue, StringValue> STREAM =
      MethodDescriptor.serverStreaming(SERVICE_NAME, "Stream", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> UPLOAD =
      MethodDescriptor.clientStreaming(SERVICE_NAME, "Upload", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> IGNORE =
      MethodDescriptor.clientStreaming(SERVICE_NAME, "Ignore", TEXT, TEXT);

  private static final ServiceDescriptor SERVICE =
      ServiceDescriptor.of(
          SERVICE_NAME, WrappersProto::getDescriptor, ECHO, HOLD, LARGE, STREAM, UPLOAD, IGNORE);
  private static final StringValue MEGABYTE = StringValue.of("x".repeat(1024 * 1024));
  private static final int CHUNKS = 10_000;
  private static final StringValue CHUNK = StringValue.of("y".repeat(1024));

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServerTransport transport;
  private final GrpcServer server;
  private final boolean tls;
  private final long loopThread;

  WireServer(HttpServerTransportOptions options) {
    tls = options.getSsl() != null;
    transport =
        new HttpServerTransport(
            vertx,
            "127.0.0.1",
            0,
            options.setPlaintext(options.getSsl() == null),
            Codecs.defaults(),
            Compressors.defaults());
    server = GrpcServer.builder(vertx).transports(List.of(transport)).build().add(definition());
    await(server.start());
    loopThread = Recorder.on(vertx.getOrCreateContext(), () -> Thread.currentThread().getId());
  }

  /** How long the event loop of the server was on a processor. */
  long workNanos() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(loopThread);
  }

  /** Ends the server within a grace. */
  Future<Void> shutdown(Duration grace) {
    return server.shutdown(grace);
  }

  int port() {
    return transport.actualPort();
  }

  /** A connection of a client that has sent its preface, over TLS if the server has it. */
  RawPeer client() {
    return tls ? RawPeer.tlsClient(port()) : RawPeer.client(port());
  }

  @Override
  public void close() {
    await(server.shutdown(Duration.ZERO));
    await(vertx.close());
  }

  private static ServiceDefinition definition() {
    return ServiceDefinition.builder(SERVICE)
        .unary(ECHO, Future::succeededFuture)
        .unary(HOLD, request -> Promise.<StringValue>promise().future())
        .unary(LARGE, request -> Future.succeededFuture(MEGABYTE))
        .serverStreaming(STREAM, (request, responses) -> pour(responses))
        .clientStreaming(UPLOAD, WireServer::count)
        .clientStreaming(IGNORE, requests -> Promise.<StringValue>promise().future())
        .build();
  }

  private static Future<Void> pour(WriteStream<StringValue> responses) {
    for (int i = 0; i < CHUNKS && !responses.writeQueueFull(); i++) {
      responses.write(CHUNK);
    }
    responses.drainHandler(v -> pour(responses));
    return Promise.<Void>promise().future();
  }

  private static Future<StringValue> count(ReadStream<StringValue> requests) {
    Promise<StringValue> counted = Promise.promise();
    int[] count = {0};
    requests.handler(request -> count[0]++);
    requests.exceptionHandler(counted::tryFail);
    requests.endHandler(v -> counted.tryComplete(StringValue.of(Integer.toString(count[0]))));
    requests.resume();
    return counted.future();
  }

  private static MethodDescriptor<StringValue, StringValue> unary(String name) {
    return MethodDescriptor.unary(SERVICE_NAME, name, TEXT, TEXT);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
