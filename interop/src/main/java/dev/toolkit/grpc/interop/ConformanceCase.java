package dev.toolkit.grpc.interop;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.interop.conformance.ClientCompatRequest;
import dev.toolkit.grpc.interop.conformance.ClientCompatRequest.Cancel;
import dev.toolkit.grpc.interop.conformance.ClientResponseResult;
import dev.toolkit.grpc.interop.conformance.Code;
import dev.toolkit.grpc.interop.conformance.Codec;
import dev.toolkit.grpc.interop.conformance.ConformancePayload;
import dev.toolkit.grpc.interop.conformance.ConformanceServiceGrpc;
import dev.toolkit.grpc.interop.conformance.Error;
import dev.toolkit.grpc.interop.conformance.StreamType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One case of connectrpc/conformance: a call, and what came of it. */
final class ConformanceCase {

  private final Vertx vertx;
  private final ClientCompatRequest request;
  private final ClientResponseResult.Builder result = ClientResponseResult.newBuilder();
  private final GrpcClient client;
  private final MethodDescriptor<Message, Message> method;
  private final ClientCall<Message, Message> call;
  private @Nullable Incoming<Message> responses;
  private boolean ended;

  ConformanceCase(Vertx vertx, ClientCompatRequest request) {
    this.vertx = vertx;
    this.request = request;
    this.client = ConformanceClients.client(vertx, request);
    this.method = method(request.getMethod());
    this.call = client.call(method, options());
    call.status().onSuccess(status -> ended = true);
  }

  /** Makes the call; completes with its result when nothing of it is left. */
  Future<ClientResponseResult> run() {
    return send(0)
        .compose(done -> halfClose())
        .compose(done -> receiveAll())
        .recover(ended -> Future.succeededFuture())
        .compose(done -> call.status())
        .compose(this::conclude)
        .eventually(client::close);
  }

  @SuppressWarnings("unchecked")
  private static MethodDescriptor<Message, Message> method(String name) {
    for (MethodDescriptor<?, ?> method : ConformanceServiceGrpc.SERVICE.methods()) {
      if (method.methodName().equals(name)) {
        return (MethodDescriptor<Message, Message>) method;
      }
    }
    throw new IllegalArgumentException("the service has no method " + name);
  }

  private CallOptions options() {
    String compression = request.getCompression().name().replace("COMPRESSION_", "");
    CallOptions options =
        CallOptions.DEFAULT
            .withCodec(request.getCodec() == Codec.CODEC_JSON ? "json" : "proto")
            .withMetadata(ConformanceHeaders.metadata(request.getRequestHeadersList()));
    if (!compression.equals("UNSPECIFIED")) {
      options = options.withCompression(compression.toLowerCase(Locale.ROOT));
    }
    return request.hasTimeoutMs()
        ? options.withTimeout(Duration.ofMillis(request.getTimeoutMs()))
        : options;
  }

  /** Sends the requests from an index on, in full duplex with a response between them. */
  private Future<Void> send(int index) {
    if (index == request.getRequestMessagesCount()) {
      return Future.succeededFuture();
    }
    return Delays.after(vertx, request.getRequestDelayMs())
        .compose(done -> ended ? unsent(index) : write(index))
        .compose(done -> isFullDuplex() ? receiveOne() : Future.succeededFuture())
        .compose(done -> send(index + 1));
  }

  private Future<Void> write(int index) {
    return call.requests()
        .write(unpack(request.getRequestMessages(index)))
        .recover(ended -> unsent(index));
  }

  private Future<Void> unsent(int index) {
    result.setNumUnsentRequests(request.getRequestMessagesCount() - index);
    return Future.failedFuture("the call has ended");
  }

  private Message unpack(Any any) {
    try {
      var bytes = any.getValue();
      return method.requestType().defaultInstance().getParserForType().parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a request is not a " + any.getTypeUrl(), e);
    }
  }

  private boolean isFullDuplex() {
    return request.getStreamType() == StreamType.STREAM_TYPE_FULL_DUPLEX_BIDI_STREAM;
  }

  private Future<Void> halfClose() {
    Cancel cancel = request.getCancel();
    if (cancel.hasBeforeCloseSend()) {
      call.cancel("the case says so, before the end of the requests");
      return Future.succeededFuture();
    }
    Future<Void> halfClosed = call.requests().end();
    if (cancel.hasAfterCloseSendMs()) {
      return Delays.after(vertx, cancel.getAfterCloseSendMs())
          .onSuccess(done -> call.cancel("the case says so, after the end of the requests"));
    }
    return halfClosed.otherwiseEmpty();
  }

  private Future<Void> receiveAll() {
    if (method.kind().isOneResponse()) {
      return call.response().onSuccess(response -> take(Optional.of(response))).mapEmpty();
    }
    return receive().compose(more -> more ? receiveAll() : Future.succeededFuture());
  }

  private Future<Void> receiveOne() {
    return receive().mapEmpty();
  }

  private Future<Boolean> receive() {
    if (responses == null) {
      responses = new Incoming<>(call.responses());
    }
    return responses.next().map(this::take);
  }

  private boolean take(Optional<Message> response) {
    if (response.isEmpty()) {
      return false;
    }
    var payload = method.responseType().defaultInstance().getDescriptorForType();
    var field = payload.findFieldByName("payload");
    if (field != null) {
      result.addPayloads((ConformancePayload) response.get().getField(field));
    }
    Cancel cancel = request.getCancel();
    if (cancel.hasAfterNumResponses()
        && result.getPayloadsCount() == cancel.getAfterNumResponses()) {
      call.cancel("the case says so, after a number of responses");
    }
    return true;
  }

  private Future<ClientResponseResult> conclude(Status status) {
    if (!status.isOk()) {
      result.setError(
          Error.newBuilder()
              .setCode(Code.forNumber(status.code().value()))
              .setMessage(status.message())
              .addAllDetails(status.details()));
    }
    return Future.join(call.headers().otherwise(Metadata.EMPTY), call.trailers())
        .map(metadata -> withMetadata(metadata.resultAt(0), metadata.resultAt(1)));
  }

  /** A response without headers has its one block of metadata at the end: it stands for both. */
  private ClientResponseResult withMetadata(Metadata headers, Metadata trailers) {
    var first = headers.isEmpty() ? trailers : headers;
    return result
        .addAllResponseHeaders(ConformanceHeaders.headers(first))
        .addAllResponseTrailers(ConformanceHeaders.headers(trailers))
        .build();
  }
}
