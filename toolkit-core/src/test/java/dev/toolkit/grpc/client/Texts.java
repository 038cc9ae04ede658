package dev.toolkit.grpc.client;

import com.google.protobuf.StringValue;
import com.google.protobuf.WrappersProto;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.server.ServiceDefinition;
import dev.toolkit.grpc.transport.Recorder;
import dev.toolkit.grpc.transport.inprocess.InProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.Callable;

/** A service of texts, its server in process, and a client of it. */
final class Texts implements AutoCloseable {

  static final MessageType<StringValue> TEXT = MessageType.of(StringValue.getDefaultInstance());
  static final MethodDescriptor<StringValue, StringValue> UNARY =
      MethodDescriptor.unary("test.Texts", "Unary", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> SERVER_STREAM =
      MethodDescriptor.serverStreaming("test.Texts", "ServerStream", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> CLIENT_STREAM =
      MethodDescriptor.clientStreaming("test.Texts", "ClientStream", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> BIDI =
      MethodDescriptor.bidiStreaming("test.Texts", "Bidi", TEXT, TEXT);
  private static final ServiceDescriptor SERVICE =
      ServiceDescriptor.of(
          "test.Texts", WrappersProto::getDescriptor, UNARY, SERVER_STREAM, CLIENT_STREAM, BIDI);

  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  final Context serverContext = ((VertxInternal) vertx).createEventLoopContext();
  final Context eventLoop = ((VertxInternal) vertx).createEventLoopContext();
  final Context worker = ((VertxInternal) vertx).createWorkerContext();
  final GrpcClientBuilder builder = GrpcClient.builder(vertx);
  final ServiceDefinition.Builder service = ServiceDefinition.builder(SERVICE);
  private final InProcess inProcess = InProcess.create(vertx);

  /** Starts the server of the service on a port of its own, which it gives. */
  int startServer() {
    var options = new GrpcServerOptions().setHost("127.0.0.1").setPort(0);
    options.getHttp().setPlaintext(true);
    var server = GrpcServer.builder(vertx).options(options).build();
    server.add(service.build());
    await(Recorder.on(serverContext, server::start));
    return server.actualPort();
  }

  /** Starts the server of the service on a port of its own, and gives a client of it. */
  GrpcClient startHttp() {
    var clientOptions = new GrpcClientOptions().setTarget("127.0.0.1:" + startServer());
    clientOptions.getHttp().setPlaintext(true);
    return GrpcClient.create(vertx, clientOptions);
  }

  /** Starts the server of the service, and gives a client of it. */
  GrpcClient start() {
    var server = GrpcServer.builder(vertx).transports(List.of(inProcess.serverTransport())).build();
    server.add(service.build());
    await(Recorder.on(serverContext, server::start));
    return builder.transport(inProcess.transport()).build();
  }

  <T> T on(Context context, Callable<Future<T>> call) {
    return await(Recorder.on(context, call));
  }

  static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }

  static StringValue text(String text) {
    return StringValue.of(text);
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
