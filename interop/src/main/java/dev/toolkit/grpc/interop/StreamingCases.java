package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.client.BidiStream;
import dev.toolkit.grpc.client.RequestStream;
import dev.toolkit.grpc.interop.testing.ResponseParameters;
import dev.toolkit.grpc.interop.testing.StreamingInputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallResponse;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cases with many messages, and those in which a call ends early. */
final class StreamingCases {

  private static final List<Integer> REQUEST_SIZES = List.of(27_182, 8, 1_828, 45_904);
  private static final List<Integer> RESPONSE_SIZES = List.of(31_415, 9, 2_653, 58_979);
  private static final int AGGREGATED_SIZE = 74_922;

  private StreamingCases() {}

  static Map<String, TestCase> all() {
    return Map.of(
        "client_streaming", StreamingCases::clientStreaming,
        "server_streaming", StreamingCases::serverStreaming,
        "ping_pong", StreamingCases::pingPong,
        "empty_stream", StreamingCases::emptyStream,
        "cancel_after_begin", StreamingCases::cancelAfterBegin,
        "cancel_after_first_response", StreamingCases::cancelAfterFirstResponse,
        "timeout_on_sleeping_server", StreamingCases::timeoutOnSleepingServer);
  }

  private static Future<?> clientStreaming(TestRun run) {
    var requests = run.service().streamingInputCall();
    return write(requests, 0)
        .compose(done -> requests.response())
        .compose(
            response -> {
              int size = response.getAggregatedPayloadSize();
              Expect.equal("the aggregated size", AGGREGATED_SIZE, size);
              return Future.succeededFuture();
            });
  }

  private static Future<Void> write(RequestStream<StreamingInputCallRequest, ?> requests, int i) {
    return i == REQUEST_SIZES.size()
        ? requests.end()
        : requests
            .write(TestMessages.input(REQUEST_SIZES.get(i)).build())
            .compose(done -> write(requests, i + 1));
  }

  private static Future<?> serverStreaming(TestRun run) {
    var request = StreamingOutputCallRequest.newBuilder();
    for (int size : RESPONSE_SIZES) {
      request.addResponseParameters(ResponseParameters.newBuilder().setSize(size));
    }
    return run.service()
        .streamingOutputCall(request.build())
        .compose(responses -> new Incoming<>(responses).all())
        .compose(
            responses -> {
              expectSizes(RESPONSE_SIZES, responses);
              return Future.succeededFuture();
            });
  }

  /** Expects responses of zeros, of the given sizes in order. */
  static void expectSizes(List<Integer> sizes, List<StreamingOutputCallResponse> responses) {
    Expect.equal("the number of responses", sizes.size(), responses.size());
    for (int i = 0; i < sizes.size(); i++) {
      Expect.zeros("response " + i, sizes.get(i), responses.get(i).getPayload());
    }
  }

  private static Future<?> pingPong(TestRun run) {
    var duplex = run.service().fullDuplexCall();
    return pingPong(duplex, new Incoming<>(duplex.responses()), 0)
        .compose(done -> duplex.call().status())
        .compose(status -> expectCode(Code.OK, status));
  }

  private static Future<Void> pingPong(
      BidiStream<StreamingOutputCallRequest, ?> duplex,
      Incoming<StreamingOutputCallResponse> responses,
      int index) {
    if (index == REQUEST_SIZES.size()) {
      return duplex.end().compose(done -> responses.next()).compose(StreamingCases::expectNone);
    }
    int size = RESPONSE_SIZES.get(index);
    return duplex
        .write(TestMessages.output(REQUEST_SIZES.get(index), size).build())
        .compose(done -> responses.next())
        .compose(
            response -> {
              expectOne(size, response);
              return pingPong(duplex, responses, index + 1);
            });
  }

  private static Future<?> emptyStream(TestRun run) {
    var duplex = run.service().fullDuplexCall();
    return duplex
        .end()
        .compose(done -> new Incoming<>(duplex.responses()).next())
        .compose(StreamingCases::expectNone)
        .compose(done -> duplex.call().status())
        .compose(status -> expectCode(Code.OK, status));
  }

  private static Future<?> cancelAfterBegin(TestRun run) {
    var requests = run.service().streamingInputCall();
    requests.call().cancel("the case cancels after the beginning");
    return Expect.failure(Code.CANCELLED, requests.response())
        .compose(failure -> requests.call().status())
        .compose(status -> expectCode(Code.CANCELLED, status));
  }

  private static Future<?> cancelAfterFirstResponse(TestRun run) {
    var duplex = run.service().fullDuplexCall();
    var responses = new Incoming<>(duplex.responses());
    int size = RESPONSE_SIZES.get(0);
    return duplex
        .write(TestMessages.output(REQUEST_SIZES.get(0), size).build())
        .compose(done -> responses.next())
        .compose(
            response -> {
              expectOne(size, response);
              duplex.call().cancel("the case cancels after the first response");
              return Expect.failure(Code.CANCELLED, responses.next());
            })
        .compose(failure -> duplex.call().status())
        .compose(status -> expectCode(Code.CANCELLED, status));
  }

  private static Future<?> timeoutOnSleepingServer(TestRun run) {
    var options = run.client().callOptions().withTimeout(Duration.ofMillis(1));
    var duplex = run.service().withOptions(options).fullDuplexCall();
    var request = StreamingOutputCallRequest.newBuilder();
    return duplex
        .write(request.setPayload(TestMessages.zeros(REQUEST_SIZES.get(0))).build())
        .otherwiseEmpty() // the deadline may have passed before
        .compose(done -> duplex.call().status())
        .compose(status -> expectCode(Code.DEADLINE_EXCEEDED, status));
  }

  private static void expectOne(int size, Optional<StreamingOutputCallResponse> response) {
    Expect.equal("whether there is a response", true, response.isPresent());
    Expect.zeros("the response", size, response.get().getPayload());
  }

  private static Future<Void> expectNone(Optional<StreamingOutputCallResponse> response) {
    Expect.equal("what comes last", Optional.empty(), response);
    return Future.succeededFuture();
  }

  private static Future<Void> expectCode(Code code, Status status) {
    Expect.code(code, status);
    return Future.succeededFuture();
  }
}
