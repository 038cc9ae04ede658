package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.TestOrcaReport;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;

/** Answers each request of a call before it reads the next one. */
final class DuplexAnswer {

  private final ServerCall call;
  private final ReadStream<StreamingOutputCallRequest> requests;
  private final SizedResponses responses;
  private final Consumer<TestOrcaReport> load;
  private final Promise<Void> end = Promise.promise();
  private Future<Void> written = Future.succeededFuture();

  /**
   * An answer.
   *
   * @param load takes the load of the server that a request tells it to report
   */
  DuplexAnswer(
      ServerCall call,
      ReadStream<StreamingOutputCallRequest> requests,
      SizedResponses responses,
      Consumer<TestOrcaReport> load) {
    this.call = call;
    this.requests = requests;
    this.responses = responses;
    this.load = load;
  }

  Future<Void> run() {
    requests.handler(this::answer);
    requests.exceptionHandler(end::tryFail);
    requests.endHandler(v -> written.onSuccess(w -> end.tryComplete()));
    requests.resume();
    return end.future();
  }

  private void answer(StreamingOutputCallRequest request) {
    requests.pause();
    TestAnswers.checkStatus(call, request.hasResponseStatus(), request.getResponseStatus());
    if (request.hasOrcaOobReport()) {
      load.accept(request.getOrcaOobReport());
    }
    written = responses.write(request);
    written.onSuccess(v -> requests.resume()).onFailure(end::tryFail);
  }
}
