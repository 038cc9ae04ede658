package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.client.BidiStream;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.interop.testing.EchoStatus;
import dev.toolkit.grpc.interop.testing.Empty;
import dev.toolkit.grpc.interop.testing.SimpleRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallResponse;
import dev.toolkit.grpc.interop.testing.TestServiceGrpc;
import dev.toolkit.grpc.interop.testing.UnimplementedServiceClient;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.Map;

/** The cases about what surrounds the messages: metadata and statuses. */
final class StatusCases {

  private static final String INITIAL_KEY = "x-grpc-test-echo-initial";
  private static final String INITIAL_VALUE = "test_initial_metadata_value";
  private static final String TRAILING_KEY = "x-grpc-test-echo-trailing-bin";
  private static final String TRAILING_VALUE = "ababab";
  private static final String MESSAGE = "test status message";
  private static final String SPECIAL_MESSAGE =
      "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \ud83d\ude08\t\n";

  private StatusCases() {}

  static Map<String, TestCase> all() {
    return Map.of(
        "custom_metadata", StatusCases::customMetadata,
        "status_code_and_message", StatusCases::statusCodeAndMessage,
        "special_status_message", StatusCases::specialStatusMessage,
        "unimplemented_method", StatusCases::unimplementedMethod,
        "unimplemented_service", StatusCases::unimplementedService);
  }

  private static Future<?> customMetadata(TestRun run) {
    var sent =
        Metadata.of(INITIAL_KEY, INITIAL_VALUE)
            .withBinary(TRAILING_KEY, HexFormat.of().parseHex(TRAILING_VALUE));
    var options = run.client().callOptions().withMetadata(sent);
    var unary = run.client().call(TestServiceGrpc.UNARY_CALL, options);
    int size = UnaryCases.RESPONSE_SIZE;
    unary.requests().end(TestMessages.unary(UnaryCases.REQUEST_SIZE, size).build());
    return unary
        .response()
        .compose(
            response -> {
              Expect.zeros("the response", size, response.getPayload());
              return expectEcho(unary);
            })
        .compose(
            done -> {
              var duplex = run.service().withOptions(options).fullDuplexCall();
              duplex.end(TestMessages.output(UnaryCases.REQUEST_SIZE, size).build());
              return expectEcho(duplex, size);
            });
  }

  private static Future<Void> expectEcho(
      BidiStream<StreamingOutputCallRequest, StreamingOutputCallResponse> duplex, int size) {
    return new Incoming<>(duplex.responses())
        .all()
        .compose(
            responses -> {
              Expect.equal("the number of responses", 1, responses.size());
              Expect.zeros("the response", size, responses.get(0).getPayload());
              return expectEcho(duplex.call());
            });
  }

  private static Future<Void> expectEcho(ClientCall<?, ?> call) {
    return Future.all(call.headers(), call.trailers(), call.status())
        .compose(
            all -> {
              Metadata headers = all.resultAt(0);
              Metadata trailers = all.resultAt(1);
              Status status = all.resultAt(2);
              Expect.equal("header " + INITIAL_KEY, INITIAL_VALUE, headers.get(INITIAL_KEY));
              byte[] bytes = trailers.getBinary(TRAILING_KEY);
              String hex = bytes == null ? "absent" : HexFormat.of().formatHex(bytes);
              Expect.equal("trailer " + TRAILING_KEY, TRAILING_VALUE, hex);
              Expect.code(Code.OK, status);
              return Future.succeededFuture();
            });
  }

  private static Future<?> statusCodeAndMessage(TestRun run) {
    var wanted = wanted(MESSAGE);
    var duplex = run.service().fullDuplexCall();
    duplex.end(StreamingOutputCallRequest.newBuilder().setResponseStatus(wanted).build());
    return Expect.failure(Code.UNKNOWN, new Incoming<>(duplex.responses()).all())
        .compose(status -> expectMessage(MESSAGE, status))
        .compose(done -> expectUnaryMessage(run, MESSAGE));
  }

  private static Future<?> specialStatusMessage(TestRun run) {
    return expectUnaryMessage(run, SPECIAL_MESSAGE);
  }

  private static Future<Void> expectUnaryMessage(TestRun run, String message) {
    var request = SimpleRequest.newBuilder().setResponseStatus(wanted(message)).build();
    return Expect.failure(Code.UNKNOWN, run.service().unaryCall(request))
        .compose(status -> expectMessage(message, status));
  }

  private static EchoStatus wanted(String message) {
    return EchoStatus.newBuilder().setCode(Code.UNKNOWN.value()).setMessage(message).build();
  }

  private static Future<Void> expectMessage(String message, Status status) {
    Expect.equal("the status message", message, status.message());
    return Future.succeededFuture();
  }

  private static Future<?> unimplementedMethod(TestRun run) {
    return Expect.failure(
        Code.UNIMPLEMENTED, run.service().unimplementedCall(Empty.getDefaultInstance()));
  }

  private static Future<?> unimplementedService(TestRun run) {
    var service = UnimplementedServiceClient.create(run.client());
    return Expect.failure(
        Code.UNIMPLEMENTED, service.unimplementedCall(Empty.getDefaultInstance()));
  }
}
