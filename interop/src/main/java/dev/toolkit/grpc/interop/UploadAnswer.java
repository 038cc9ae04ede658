package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.interop.testing.StreamingInputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingInputCallResponse;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;

/** Answers all requests of a call with the sum of their sizes. */
final class UploadAnswer {

  private final ServerCall call;
  private final Promise<StreamingInputCallResponse> response = Promise.promise();
  private int size;

  UploadAnswer(ServerCall call) {
    this.call = call;
  }

  Future<StreamingInputCallResponse> run(ReadStream<StreamingInputCallRequest> requests) {
    requests.handler(this::add);
    requests.exceptionHandler(response::tryFail);
    requests.endHandler(v -> answer());
    requests.resume();
    return response.future();
  }

  private void add(StreamingInputCallRequest request) {
    TestAnswers.checkCompressed(call, request.hasExpectCompressed(), request.getExpectCompressed());
    size += request.getPayload().getBody().size();
  }

  private void answer() {
    response.tryComplete(
        StreamingInputCallResponse.newBuilder().setAggregatedPayloadSize(size).build());
  }
}
