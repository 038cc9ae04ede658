package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.interop.conformance.ConformancePayload;
import dev.toolkit.grpc.interop.conformance.ConformancePayload.RequestInfo;
import dev.toolkit.grpc.interop.conformance.StreamResponseDefinition;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** The responses that the definition of a streaming call asks for, written one after the other. */
final class StreamAnswer {

  private final Vertx vertx;
  private final Function<ConformancePayload, Future<Void>> write;
  private StreamResponseDefinition definition = StreamResponseDefinition.getDefaultInstance();
  private int written;

  StreamAnswer(Vertx vertx, Function<ConformancePayload, Future<Void>> write) {
    this.vertx = vertx;
    this.write = write;
  }

  /** Takes the definition, and sends the headers at once. */
  void begin(ServerCall call, StreamResponseDefinition definition) {
    this.definition = definition;
    call.responseHeaders(ConformanceHeaders.metadata(definition.getResponseHeadersList()));
    call.responseTrailers(ConformanceHeaders.metadata(definition.getResponseTrailersList()));
    call.sendHeaders();
  }

  boolean hasNext() {
    return written < definition.getResponseDataCount();
  }

  boolean isFirst() {
    return written == 0;
  }

  /** Writes the next response, with what it tells of the call. */
  Future<Void> writeNext(RequestInfo info) {
    var payload = ConformancePayload.newBuilder().setData(definition.getResponseData(written));
    if (!info.equals(RequestInfo.getDefaultInstance())) {
      payload.setRequestInfo(info);
    }
    written++;
    return Delays.after(vertx, definition.getResponseDelayMs())
        .compose(done -> write.apply(payload.build()));
  }

  /** Writes all responses that are left, and fails if the definition says so. */
  Future<Void> writeRest(RequestInfo info) {
    if (hasNext()) {
      RequestInfo first = isFirst() ? info : RequestInfo.getDefaultInstance();
      return writeNext(first).compose(done -> writeRest(info));
    }
    if (!definition.hasError()) {
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        isFirst()
            ? RequestInfos.failure(definition.getError(), info)
            : RequestInfos.failure(definition.getError()));
  }
}
