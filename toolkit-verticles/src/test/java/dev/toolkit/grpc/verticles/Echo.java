package dev.toolkit.grpc.verticles;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.server.BindableService;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A service that says what it got, or on which thread, or nothing until it is released. */
public final class Echo implements BindableService {

  static final MessageType<StringValue> TEXT = MessageType.of(StringValue.getDefaultInstance());
  static final MethodDescriptor<StringValue, StringValue> SAY = method("Say");
  static final MethodDescriptor<StringValue, StringValue> THREAD = method("Thread");
  static final MethodDescriptor<StringValue, StringValue> HANG = method("Hang");
  static final ServiceDescriptor SERVICE =
      ServiceDescriptor.of(
          "test.Echo", () -> StringValue.getDescriptor().getFile(), SAY, THREAD, HANG);

  final Queue<Promise<StringValue>> hanging = new ConcurrentLinkedQueue<>();
  final Promise<Void> hung = Promise.promise();
  private final String prefix;

  /** An echo without a prefix. */
  public Echo() {
    prefix = "";
  }

  /** An echo with the configured prefix. */
  public Echo(Vertx vertx, JsonObject config) {
    prefix = config.getString("prefix", "");
    if (prefix.equals("bad")) {
      throw new IllegalArgumentException("prefix is bad");
    }
  }

  static StringValue text(String value) {
    return StringValue.of(value);
  }

  @Override
  public ServiceDefinition bind() {
    return ServiceDefinition.builder(SERVICE)
        .unary(SAY, request -> Future.succeededFuture(text(prefix + request.getValue())))
        .unary(THREAD, request -> Future.succeededFuture(text(Thread.currentThread().getName())))
        .unary(HANG, request -> hang())
        .build();
  }

  private Future<StringValue> hang() {
    Promise<StringValue> promise = Promise.promise();
    hanging.add(promise);
    hung.tryComplete();
    return promise.future();
  }

  private static MethodDescriptor<StringValue, StringValue> method(String name) {
    return MethodDescriptor.unary("test.Echo", name, TEXT, TEXT);
  }
}
