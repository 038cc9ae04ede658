package dev.toolkit.grpc.interop;

import com.google.protobuf.ByteString;
import dev.toolkit.grpc.Idempotency;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.interop.testing.Empty;
import dev.toolkit.grpc.interop.testing.Payload;
import dev.toolkit.grpc.interop.testing.SimpleRequest;
import dev.toolkit.grpc.interop.testing.SimpleResponse;
import dev.toolkit.grpc.interop.testing.TestServiceClient;
import dev.toolkit.grpc.interop.testing.TestServiceGrpc;
import io.vertx.core.Future;
import java.util.Map;

/** The cases with one request and one response that succeed. */
final class UnaryCases {

  static final int REQUEST_SIZE = 271_828;
  static final int RESPONSE_SIZE = 314_159;

  private static final int VERY_LARGE_SIZE = 10 * 1024 * 1024;
  private static final int PICKS = 100;

  private UnaryCases() {}

  static Map<String, TestCase> all() {
    return Map.of(
        "empty_unary", UnaryCases::emptyUnary,
        "large_unary", UnaryCases::largeUnary,
        "very_large_request", UnaryCases::veryLargeRequest,
        "cacheable_unary", UnaryCases::cacheableUnary,
        "pick_first_unary", UnaryCases::pickFirstUnary);
  }

  private static Future<?> emptyUnary(TestRun run) {
    Empty empty = Empty.getDefaultInstance();
    return run.service()
        .emptyCall(empty)
        .compose(
            response -> {
              Expect.equal("the response", empty, response);
              return Future.succeededFuture();
            });
  }

  private static Future<?> largeUnary(TestRun run) {
    return call(run, REQUEST_SIZE, RESPONSE_SIZE);
  }

  private static Future<?> veryLargeRequest(TestRun run) {
    return call(run, VERY_LARGE_SIZE, 10);
  }

  /** Calls with a request of some size for a response of some size, which is checked. */
  static Future<Void> call(TestRun run, int size, int responseSize) {
    return run.service()
        .unaryCall(TestMessages.unary(size, responseSize).build())
        .compose(
            response -> {
              Expect.zeros("the response", responseSize, response.getPayload());
              return Future.succeededFuture();
            });
  }

  private static Future<?> cacheableUnary(TestRun run) {
    var method = TestServiceGrpc.CACHEABLE_UNARY_CALL.withIdempotency(Idempotency.NO_SIDE_EFFECTS);
    var options = run.client().callOptions().withMetadata(Metadata.of("x-user-ip", "1.2.3.4"));
    var now = ByteString.copyFromUtf8(Long.toString(System.nanoTime()));
    var request = SimpleRequest.newBuilder().setPayload(Payload.newBuilder().setBody(now)).build();
    return run.client()
        .unary(method, request, options)
        .compose(
            first ->
                run.client()
                    .unary(method, request, options)
                    .compose(second -> expectSame(first, second)));
  }

  private static Future<Void> expectSame(SimpleResponse first, SimpleResponse second) {
    Expect.equal("the second payload", first.getPayload(), second.getPayload());
    return Future.succeededFuture();
  }

  private static Future<?> pickFirstUnary(TestRun run) {
    var request = TestMessages.unary(1, 1).setFillServerId(true).build();
    TestServiceClient service = run.service();
    return service
        .unaryCall(request)
        .compose(first -> pickAgain(service, request, first.getServerId(), PICKS));
  }

  private static Future<Void> pickAgain(
      TestServiceClient service, SimpleRequest request, String server, int left) {
    if (left == 0) {
      return Future.succeededFuture();
    }
    return service
        .unaryCall(request)
        .compose(
            response -> {
              Expect.equal("the server", server, response.getServerId());
              return pickAgain(service, request, server, left - 1);
            });
  }
}
