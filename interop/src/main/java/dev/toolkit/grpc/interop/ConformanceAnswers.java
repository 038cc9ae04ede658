package dev.toolkit.grpc.interop;

import com.google.protobuf.Message;
import dev.toolkit.grpc.interop.conformance.BidiStreamRequest;
import dev.toolkit.grpc.interop.conformance.BidiStreamResponse;
import dev.toolkit.grpc.interop.conformance.ClientStreamRequest;
import dev.toolkit.grpc.interop.conformance.ClientStreamResponse;
import dev.toolkit.grpc.interop.conformance.ConformancePayload;
import dev.toolkit.grpc.interop.conformance.ConformancePayload.RequestInfo;
import dev.toolkit.grpc.interop.conformance.ConformanceService;
import dev.toolkit.grpc.interop.conformance.IdempotentUnaryRequest;
import dev.toolkit.grpc.interop.conformance.IdempotentUnaryResponse;
import dev.toolkit.grpc.interop.conformance.ServerStreamRequest;
import dev.toolkit.grpc.interop.conformance.ServerStreamResponse;
import dev.toolkit.grpc.interop.conformance.UnaryRequest;
import dev.toolkit.grpc.interop.conformance.UnaryResponse;
import dev.toolkit.grpc.interop.conformance.UnaryResponseDefinition;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.List;

/** The conformance service: it answers what the requests tell it to. */
final class ConformanceAnswers implements ConformanceService {

  private final Vertx vertx;

  ConformanceAnswers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<UnaryResponse> unary(UnaryRequest request) {
    ServerCall call = ServerCall.current();
    return answer(call, request.getResponseDefinition(), infoOf(call, request))
        .map(payload -> UnaryResponse.newBuilder().setPayload(payload).build());
  }

  @Override
  public Future<IdempotentUnaryResponse> idempotentUnary(IdempotentUnaryRequest request) {
    ServerCall call = ServerCall.current();
    return answer(call, request.getResponseDefinition(), infoOf(call, request))
        .map(payload -> IdempotentUnaryResponse.newBuilder().setPayload(payload).build());
  }

  @Override
  public Future<ClientStreamResponse> clientStream(ReadStream<ClientStreamRequest> requests) {
    ServerCall call = ServerCall.current();
    RequestInfo info = RequestInfos.of(call);
    return new Incoming<>(requests)
        .all()
        .compose(all -> answer(call, definitionOf(all), RequestInfos.with(info, all)))
        .map(payload -> ClientStreamResponse.newBuilder().setPayload(payload).build());
  }

  @Override
  public Future<Void> serverStream(
      ServerStreamRequest request, WriteStream<ServerStreamResponse> responses) {
    ServerCall call = ServerCall.current();
    var answer =
        new StreamAnswer(
            vertx,
            payload ->
                responses.write(ServerStreamResponse.newBuilder().setPayload(payload).build()));
    answer.begin(call, request.getResponseDefinition());
    return answer.writeRest(infoOf(call, request));
  }

  @Override
  public Future<Void> bidiStream(
      ReadStream<BidiStreamRequest> requests, WriteStream<BidiStreamResponse> responses) {
    ServerCall call = ServerCall.current();
    var answer =
        new StreamAnswer(
            vertx,
            payload ->
                responses.write(BidiStreamResponse.newBuilder().setPayload(payload).build()));
    return new BidiAnswer(call, new Incoming<>(requests), answer).run();
  }

  private Future<ConformancePayload> answer(
      ServerCall call, UnaryResponseDefinition definition, RequestInfo info) {
    call.responseHeaders(ConformanceHeaders.metadata(definition.getResponseHeadersList()));
    call.responseTrailers(ConformanceHeaders.metadata(definition.getResponseTrailersList()));
    return Delays.after(vertx, definition.getResponseDelayMs())
        .compose(done -> payload(definition, info));
  }

  private static Future<ConformancePayload> payload(
      UnaryResponseDefinition definition, RequestInfo info) {
    if (definition.hasError()) {
      return Future.failedFuture(RequestInfos.failure(definition.getError(), info));
    }
    return Future.succeededFuture(
        ConformancePayload.newBuilder()
            .setData(definition.getResponseData())
            .setRequestInfo(info)
            .build());
  }

  private static RequestInfo infoOf(ServerCall call, Message request) {
    return RequestInfos.with(RequestInfos.of(call), List.of(request));
  }

  private static UnaryResponseDefinition definitionOf(List<ClientStreamRequest> requests) {
    return requests.isEmpty()
        ? UnaryResponseDefinition.getDefaultInstance()
        : requests.get(0).getResponseDefinition();
  }
}
