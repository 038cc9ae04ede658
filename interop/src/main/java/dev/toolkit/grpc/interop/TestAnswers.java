package dev.toolkit.grpc.interop;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.interop.testing.BoolValue;
import dev.toolkit.grpc.interop.testing.EchoStatus;
import dev.toolkit.grpc.interop.testing.Empty;
import dev.toolkit.grpc.interop.testing.ResponseParameters;
import dev.toolkit.grpc.interop.testing.SimpleRequest;
import dev.toolkit.grpc.interop.testing.SimpleResponse;
import dev.toolkit.grpc.interop.testing.StreamingInputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingInputCallResponse;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallResponse;
import dev.toolkit.grpc.interop.testing.TestOrcaReport;
import dev.toolkit.grpc.interop.testing.TestService;
import dev.toolkit.grpc.orca.CallLoad;
import dev.toolkit.grpc.orca.LoadReporter;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answers of the official test service; UnimplementedCall is left as it is generated.
 *
 * <p>Beyond it: the details in the header {@code x-test-error-detail-bin} go into an error.
 */
final class TestAnswers implements TestService {

  private static final String ECHO_INITIAL = "x-grpc-test-echo-initial";
  private static final String ECHO_TRAILING = "x-grpc-test-echo-trailing-bin";
  private static final String ERROR_DETAIL = "x-test-error-detail-bin";

  private final Vertx vertx;
  private final LoadReporter load;
  private final String serverId = "vertx-toolkit-" + ProcessHandle.current().pid();

  TestAnswers(Vertx vertx, LoadReporter load) {
    this.vertx = vertx;
    this.load = load;
  }

  @Override
  public Future<Empty> emptyCall(Empty request) {
    return Future.succeededFuture(Empty.getDefaultInstance());
  }

  /** Answers with what depends on the request alone, as a cache before the server would see it. */
  @Override
  public Future<SimpleResponse> cacheableUnaryCall(SimpleRequest request) {
    ServerCall.current().responseHeaders(Metadata.of("cache-control", "max-age=60, public"));
    return Future.succeededFuture(
        SimpleResponse.newBuilder().setPayload(request.getPayload()).build());
  }

  @Override
  public Future<SimpleResponse> unaryCall(SimpleRequest request) {
    ServerCall call = ServerCall.current();
    echoMetadata(call);
    checkCompressed(call, request.hasExpectCompressed(), request.getExpectCompressed());
    checkStatus(call, request.hasResponseStatus(), request.getResponseStatus());
    if (request.hasResponseCompressed()) {
      compress(call, request.getResponseCompressed().getValue());
    }
    if (request.hasOrcaPerQueryReport()) {
      CallLoad.current().update(r -> report(request.getOrcaPerQueryReport()));
    }
    var response =
        SimpleResponse.newBuilder().setPayload(SizedResponses.payload(request.getResponseSize()));
    if (request.getFillServerId()) {
      response.setServerId(serverId);
    }
    return Future.succeededFuture(response.build());
  }

  @Override
  public Future<StreamingInputCallResponse> streamingInputCall(
      ReadStream<StreamingInputCallRequest> requests) {
    ServerCall call = ServerCall.current();
    echoMetadata(call);
    return new UploadAnswer(call).run(requests);
  }

  @Override
  public Future<Void> streamingOutputCall(
      StreamingOutputCallRequest request, WriteStream<StreamingOutputCallResponse> responses) {
    ServerCall call = ServerCall.current();
    echoMetadata(call);
    boolean compressed =
        request.getResponseParametersList().stream().anyMatch(ResponseParameters::hasCompressed);
    if (compressed) {
      compress(call, true);
    }
    checkStatus(call, request.hasResponseStatus(), request.getResponseStatus());
    return new SizedResponses(vertx, call, responses).write(request);
  }

  @Override
  public Future<Void> fullDuplexCall(
      ReadStream<StreamingOutputCallRequest> requests,
      WriteStream<StreamingOutputCallResponse> responses) {
    ServerCall call = ServerCall.current();
    echoMetadata(call);
    var sized = new SizedResponses(vertx, call, responses);
    return new DuplexAnswer(call, requests, sized, this::reportLoad).run();
  }

  @Override
  public Future<Void> halfDuplexCall(
      ReadStream<StreamingOutputCallRequest> requests,
      WriteStream<StreamingOutputCallResponse> responses) {
    ServerCall call = ServerCall.current();
    echoMetadata(call);
    var parameters = StreamingOutputCallRequest.newBuilder();
    var sized = new SizedResponses(vertx, call, responses);
    Promise<Void> end = Promise.promise();
    requests.handler(
        request -> parameters.addAllResponseParameters(request.getResponseParametersList()));
    requests.exceptionHandler(end::tryFail);
    requests.endHandler(v -> sized.write(parameters.build()).onComplete(end));
    requests.resume();
    return end.future();
  }

  private void reportLoad(TestOrcaReport wanted) {
    load.update(r -> report(wanted));
  }

  private static void echoMetadata(ServerCall call) {
    Metadata metadata = call.metadata();
    String initial = metadata.get(ECHO_INITIAL);
    if (initial != null) {
      call.responseHeaders(Metadata.of(ECHO_INITIAL, initial));
    }
    byte[] trailing = metadata.getBinary(ECHO_TRAILING);
    if (trailing != null) {
      call.responseTrailers(Metadata.EMPTY.withBinary(ECHO_TRAILING, trailing));
    }
  }

  static void checkCompressed(ServerCall call, boolean asked, BoolValue expected) {
    if (asked && expected.getValue() != call.lastRequestCompressed()) {
      String message =
          "the request was "
              + (call.lastRequestCompressed() ? "" : "not ")
              + "compressed, expect_compressed is "
              + expected.getValue();
      throw Status.of(Code.INVALID_ARGUMENT, message).asException();
    }
  }

  static void checkStatus(ServerCall call, boolean asked, EchoStatus wanted) {
    if (asked && wanted.getCode() != 0) {
      throw Status.of(Code.of(wanted.getCode()), wanted.getMessage())
          .withDetails(details(call.metadata()))
          .asException();
    }
  }

  private static List<Any> details(Metadata metadata) {
    var details = new ArrayList<Any>();
    for (byte[] detail : metadata.getAllBinary(ERROR_DETAIL)) {
      try {
        details.add(Any.parseFrom(detail));
      } catch (InvalidProtocolBufferException e) {
        throw Status.of(Code.INVALID_ARGUMENT, ERROR_DETAIL + " is no Any").asException();
      }
    }
    return details;
  }

  private static void compress(ServerCall call, boolean compress) {
    if (compress && call.head().acceptedEncodings().contains("gzip")) {
      call.responseCompression("gzip");
    }
    call.compressNext(compress);
  }

  private static LoadReport report(TestOrcaReport wanted) {
    return new LoadReport(
        wanted.getCpuUtilization(),
        wanted.getMemoryUtilization(),
        0,
        0,
        0,
        wanted.getRequestCostMap(),
        wanted.getUtilizationMap(),
        Map.of());
  }
}
