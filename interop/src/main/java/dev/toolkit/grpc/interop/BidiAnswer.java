package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.interop.conformance.BidiStreamRequest;
import dev.toolkit.grpc.interop.conformance.ConformancePayload.RequestInfo;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a call with requests and responses: in full duplex a response for each request as
 * long as there are any, otherwise all responses behind the last request.
 */
final class BidiAnswer {

  private final ServerCall call;
  private final Incoming<BidiStreamRequest> requests;
  private final StreamAnswer answer;
  private final RequestInfo info;
  private final List<BidiStreamRequest> unanswered = new ArrayList<>();
  private boolean begun;
  private boolean fullDuplex;

  BidiAnswer(ServerCall call, Incoming<BidiStreamRequest> requests, StreamAnswer answer) {
    this.call = call;
    this.requests = requests;
    this.answer = answer;
    this.info = RequestInfos.of(call);
  }

  Future<Void> run() {
    return requests.next().compose(next -> next.isEmpty() ? writeRest() : take(next.get()));
  }

  private Future<Void> take(BidiStreamRequest request) {
    unanswered.add(request);
    if (!begun) {
      begun = true;
      fullDuplex = request.getFullDuplex();
      answer.begin(call, request.getResponseDefinition());
    }
    if (!fullDuplex) {
      return run();
    }
    return answer.hasNext() ? writeNext().compose(done -> run()) : writeRest();
  }

  private Future<Void> writeNext() {
    RequestInfo known = answer.isFirst() ? info : RequestInfo.getDefaultInstance();
    RequestInfo told = RequestInfos.with(known, unanswered);
    unanswered.clear();
    return answer.writeNext(told);
  }

  private Future<Void> writeRest() {
    return answer.writeRest(RequestInfos.with(info, unanswered));
  }
}
