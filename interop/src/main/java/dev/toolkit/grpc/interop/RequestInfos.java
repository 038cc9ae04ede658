package dev.toolkit.grpc.interop;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.interop.conformance.ConformancePayload.RequestInfo;
import dev.toolkit.grpc.interop.conformance.Error;
import dev.toolkit.grpc.server.ServerCall;
import java.util.ArrayList;
import java.util.List;

/** What a call of the conformance service tells its caller about itself. */
final class RequestInfos {

  private RequestInfos() {}

  /** What is known when the method is called: the caller's headers, the time that is left. */
  static RequestInfo of(ServerCall call) {
    var seen = RequestInfo.newBuilder();
    seen.addAllRequestHeaders(ConformanceHeaders.headers(call.metadata()));
    Deadline deadline = call.deadline();
    if (deadline != null) {
      seen.setTimeoutMs(deadline.remaining().toMillis());
    }
    return seen.build();
  }

  static RequestInfo with(RequestInfo info, List<? extends Message> requests) {
    var more = info.toBuilder();
    requests.forEach(request -> more.addRequests(Any.pack(request)));
    return more.build();
  }

  /** The failure that a definition asks for. */
  static StatusException failure(Error error) {
    Code code = Code.of(error.getCode().getNumber());
    return new Status(code, error.getMessage(), error.getDetailsList(), null).asException();
  }

  /** The same with what is known of the call among the details. */
  static StatusException failure(Error error, RequestInfo info) {
    Status status = failure(error).status();
    var details = new ArrayList<>(status.details());
    details.add(Any.pack(info));
    return status.withDetails(details).asException();
  }
}
