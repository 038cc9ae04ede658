package dev.toolkit.grpc.interop;

import com.google.protobuf.ByteString;
import dev.toolkit.grpc.interop.testing.Payload;
import dev.toolkit.grpc.interop.testing.ResponseParameters;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallResponse;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;

/** Writes the responses that requests ask for, of their sizes and after their pauses. */
final class SizedResponses {

  private static final int MICROS_PER_MILLI = 1_000;

  private final Vertx vertx;
  private final ServerCall call;
  private final WriteStream<StreamingOutputCallResponse> responses;

  SizedResponses(Vertx vertx, ServerCall call, WriteStream<StreamingOutputCallResponse> responses) {
    this.vertx = vertx;
    this.call = call;
    this.responses = responses;
  }

  /** Writes what a request asks for, one after the other, as the client reads. */
  Future<Void> write(StreamingOutputCallRequest request) {
    return writeFrom(0, request);
  }

  /** A payload of so many zeros. */
  static Payload payload(int size) {
    return Payload.newBuilder().setBody(ByteString.copyFrom(new byte[size])).build();
  }

  private Future<Void> writeFrom(int index, StreamingOutputCallRequest request) {
    if (index == request.getResponseParametersCount() || call.isCancelled()) {
      return Future.succeededFuture();
    }
    ResponseParameters parameters = request.getResponseParameters(index);
    return vertx
        .timer(millis(parameters.getIntervalUs()))
        .compose(v -> write(parameters))
        .compose(v -> drained())
        .compose(v -> writeFrom(index + 1, request));
  }

  private Future<Void> write(ResponseParameters parameters) {
    call.compressNext(parameters.getCompressed().getValue());
    var response = StreamingOutputCallResponse.newBuilder();
    return responses.write(response.setPayload(payload(parameters.getSize())).build());
  }

  private Future<Void> drained() {
    if (!responses.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    responses.drainHandler(v -> drained.tryComplete());
    return drained.future();
  }

  /** The least that a timer takes is 1 ms. */
  private static long millis(int micros) {
    return Math.max(1, (micros + MICROS_PER_MILLI - 1) / MICROS_PER_MILLI);
  }
}
