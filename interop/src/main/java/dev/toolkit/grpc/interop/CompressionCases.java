package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.interop.testing.ResponseParameters;
import dev.toolkit.grpc.interop.testing.SimpleRequest;
import dev.toolkit.grpc.interop.testing.SimpleResponse;
import dev.toolkit.grpc.interop.testing.StreamingInputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingInputCallResponse;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.TestServiceGrpc;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cases in which some messages are compressed and others are not. Those without probe leave out
 * the request that says that it is compressed and is not.
 */
final class CompressionCases {

  private static final String COMPRESSION = "gzip";
  private static final int COMPRESSED_SIZE = 27_182;
  private static final int PLAIN_SIZE = 45_904;
  private static final List<Integer> RESPONSE_SIZES = List.of(31_415, 92_653);

  private CompressionCases() {}

  static Map<String, TestCase> all() {
    return Map.of(
        "client_compressed_unary",
            run -> probeUnary(run).compose(done -> clientCompressedUnary(run)),
        "client_compressed_unary_noprobe", CompressionCases::clientCompressedUnary,
        "client_compressed_streaming",
            run -> probeStreaming(run).compose(done -> clientCompressedStreaming(run)),
        "client_compressed_streaming_noprobe", CompressionCases::clientCompressedStreaming,
        "server_compressed_unary", CompressionCases::serverCompressedUnary,
        "server_compressed_streaming", CompressionCases::serverCompressedStreaming);
  }

  private static Future<?> probeUnary(TestRun run) {
    return Expect.failure(Code.INVALID_ARGUMENT, unary(run, false, true).response());
  }

  private static Future<?> clientCompressedUnary(TestRun run) {
    return expectResponse(unary(run, true, true))
        .compose(done -> expectResponse(unary(run, false, false)));
  }

  /** Begins a call whose request is compressed or not, and says that it is or is not. */
  private static ClientCall<SimpleRequest, SimpleResponse> unary(
      TestRun run, boolean compressed, boolean said) {
    var request =
        TestMessages.unary(UnaryCases.REQUEST_SIZE, UnaryCases.RESPONSE_SIZE)
            .setExpectCompressed(TestMessages.bool(said));
    var call = call(run, TestServiceGrpc.UNARY_CALL);
    call.write(request.build(), compressed);
    call.requests().end();
    return call;
  }

  private static Future<Void> expectResponse(ClientCall<?, SimpleResponse> call) {
    return call.response()
        .compose(
            response -> {
              Expect.zeros("the response", UnaryCases.RESPONSE_SIZE, response.getPayload());
              return Future.succeededFuture();
            });
  }

  private static Future<?> probeStreaming(TestRun run) {
    var call = call(run, TestServiceGrpc.STREAMING_INPUT_CALL);
    call.write(input(COMPRESSED_SIZE, true), false);
    call.requests().end();
    return Expect.failure(Code.INVALID_ARGUMENT, call.response());
  }

  private static Future<?> clientCompressedStreaming(TestRun run) {
    ClientCall<StreamingInputCallRequest, StreamingInputCallResponse> call =
        call(run, TestServiceGrpc.STREAMING_INPUT_CALL);
    return call.write(input(COMPRESSED_SIZE, true), true)
        .compose(done -> call.write(input(PLAIN_SIZE, false), false))
        .compose(done -> call.requests().end())
        .compose(done -> call.response())
        .compose(
            response -> {
              int size = response.getAggregatedPayloadSize();
              Expect.equal("the aggregated size", COMPRESSED_SIZE + PLAIN_SIZE, size);
              return Future.succeededFuture();
            });
  }

  private static StreamingInputCallRequest input(int size, boolean compressed) {
    return TestMessages.input(size).setExpectCompressed(TestMessages.bool(compressed)).build();
  }

  private static Future<?> serverCompressedUnary(TestRun run) {
    return compressedResponse(run, true).compose(done -> compressedResponse(run, false));
  }

  private static Future<Void> compressedResponse(TestRun run, boolean compressed) {
    var request =
        TestMessages.unary(UnaryCases.REQUEST_SIZE, UnaryCases.RESPONSE_SIZE)
            .setResponseCompressed(TestMessages.bool(compressed));
    var call = run.client().call(TestServiceGrpc.UNARY_CALL);
    List<Boolean> arrived = observe(call);
    call.requests().end(request.build());
    return expectResponse(call)
        .compose(
            done -> {
              Expect.equal("whether the response is compressed", List.of(compressed), arrived);
              return Future.succeededFuture();
            });
  }

  private static Future<?> serverCompressedStreaming(TestRun run) {
    var request =
        StreamingOutputCallRequest.newBuilder()
            .addResponseParameters(parameters(RESPONSE_SIZES.get(0), true))
            .addResponseParameters(parameters(RESPONSE_SIZES.get(1), false));
    var call = run.client().call(TestServiceGrpc.STREAMING_OUTPUT_CALL);
    List<Boolean> arrived = observe(call);
    call.requests().end(request.build());
    return new Incoming<>(call.responses())
        .all()
        .compose(
            responses -> {
              StreamingCases.expectSizes(RESPONSE_SIZES, responses);
              Expect.equal("whether responses are compressed", List.of(true, false), arrived);
              return Future.succeededFuture();
            });
  }

  private static ResponseParameters.Builder parameters(int size, boolean compressed) {
    return ResponseParameters.newBuilder()
        .setSize(size)
        .setCompressed(TestMessages.bool(compressed));
  }

  /** Collects of each response whether it arrives compressed. */
  private static List<Boolean> observe(ClientCall<?, ?> call) {
    var arrived = new ArrayList<Boolean>();
    call.messageListener(message -> arrived.add(message.compressed()));
    return arrived;
  }

  private static <Q, R> ClientCall<Q, R> call(TestRun run, MethodDescriptor<Q, R> method) {
    return run.client().call(method, run.client().callOptions().withCompression(COMPRESSION));
  }
}
