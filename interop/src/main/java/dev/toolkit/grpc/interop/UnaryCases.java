package dev.toolkit.grpc.interop;

import com.google.protobuf.ByteString;
import dev.toolkit.grpc.Idempotency;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.interop.testing.Empty;
import dev.toolkit.grpc.interop.testing.Payload;
import dev.toolkit.grpc.interop.testing.SimpleRequest;
import dev.toolkit.grpc.interop.testing.SimpleResponse;
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

  /** All calls go to one server, by its name if it has one, and over one connection. */
  private static Future<?> pickFirstUnary(TestRun run) {
    return pick(run).compose(first -> pickAgain(run, first, PICKS));
  }

  private static Future<Void> pickAgain(TestRun run, Picked first, int left) {
    if (left == 0) {
      return Future.succeededFuture();
    }
    return pick(run)
        .compose(
            picked -> {
              Expect.equal("the server", first, picked);
              return pickAgain(run, first, left - 1);
            });
  }

  private static Future<Picked> pick(TestRun run) {
    var call = run.client().call(TestServiceGrpc.UNARY_CALL, run.client().callOptions());
    call.requests().end(TestMessages.unary(1, 1).setFillServerId(true).build());
    return call.response()
        .map(
            response ->
                new Picked(
                    response.getServerId(),
                    String.valueOf(call.peer().remoteAddress()),
                    String.valueOf(call.peer().localAddress())));
  }

  /**
   * Where a call went to.
   *
   * @param server the name of the server; the servers of grpc-go and grpc-java have none
   * @param remote the address of the server
   * @param local the address of the client, which tells connections apart
   */
  private record Picked(String server, String remote, String local) {}
}
