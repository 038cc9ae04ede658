package dev.toolkit.grpc.health;

import static dev.toolkit.grpc.server.Hosted.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.client.Received;
import dev.toolkit.grpc.health.v1.HealthCheckRequest;
import dev.toolkit.grpc.health.v1.HealthCheckResponse;
import dev.toolkit.grpc.health.v1.HealthClient;
import dev.toolkit.grpc.health.v1.HealthGrpc;
import dev.toolkit.grpc.health.v1.HealthListRequest;
import dev.toolkit.grpc.server.Hosted;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServiceTest {

  private final HealthService health = HealthService.create(2);
  private final Hosted hosted = Hosted.serving(health);
  private final HealthClient client = HealthClient.create(hosted.client);

  @AfterEach
  void close() {
    hosted.close();
  }

  @Test
  void theServerAsAWholeServesFromTheStart() {
    assertEquals(HealthCheckResponse.ServingStatus.SERVING, check(""));
  }

  @Test
  void checkAnswersWhatWasSetLast() {
    health.setStatus("shop", ServingStatus.SERVING);
    health.setStatus("shop", ServingStatus.NOT_SERVING);

    assertEquals(HealthCheckResponse.ServingStatus.NOT_SERVING, check("shop"));
  }

  @Test
  void checkOfAnUnknownServiceIsNotFound() {
    health.setStatus("shop", ServingStatus.SERVING).clear("shop");

    var failure = assertThrows(StatusException.class, () -> check("shop"));

    assertEquals(Code.NOT_FOUND, failure.code());
    assertEquals("unknown service shop", failure.status().message());
  }

  @Test
  void listHasAllThatIsKnown() {
    health.setStatus("shop", ServingStatus.UNKNOWN);

    var listed = await(client.list(HealthListRequest.getDefaultInstance())).getStatusesMap();

    assertEquals(
        Map.of(
            "",
            answer(HealthCheckResponse.ServingStatus.SERVING),
            "shop",
            answer(HealthCheckResponse.ServingStatus.UNKNOWN)),
        listed);
  }

  @Test
  void listOfTooManyServicesIsRefused() {
    for (int i = 0; i < 100; i++) {
      health.setStatus("service" + i, ServingStatus.SERVING);
    }

    var list = client.list(HealthListRequest.getDefaultInstance());

    var failure = assertThrows(StatusException.class, () -> await(list));
    assertEquals(Code.RESOURCE_EXHAUSTED, failure.code());
    assertEquals("101 services are known, limit is 100", failure.status().message());
  }

  @Test
  void watchSaysWhatIsAndWhatBecomes() throws Exception {
    var watch = watch("shop");
    assertEquals(HealthCheckResponse.ServingStatus.SERVICE_UNKNOWN, watch.next().getStatus());

    health.setStatus("shop", ServingStatus.SERVING);
    assertEquals(HealthCheckResponse.ServingStatus.SERVING, watch.next().getStatus());

    health.clear("shop");
    assertEquals(HealthCheckResponse.ServingStatus.SERVICE_UNKNOWN, watch.next().getStatus());
  }

  @Test
  void watchSaysNothingOfOtherServicesAndOfTheSameStatus() throws Exception {
    var watch = watch("");
    assertEquals(HealthCheckResponse.ServingStatus.SERVING, watch.next().getStatus());

    health.setStatus("shop", ServingStatus.NOT_SERVING);
    health.setStatus("", ServingStatus.SERVING);
    health.setStatus("", ServingStatus.NOT_SERVING);

    assertEquals(HealthCheckResponse.ServingStatus.NOT_SERVING, watch.next().getStatus());
    assertEquals(0, watch.waiting());
  }

  @Test
  void clientThatDoesNotReadMissesAllButTheLastStatus() throws Exception {
    ClientCall<HealthCheckRequest, HealthCheckResponse> call =
        hosted.client.call(HealthGrpc.WATCH, hosted.client.callOptions());
    call.requests().end(request("shop"));
    await(call.headers());
    for (int i = 0; i < 10_000; i++) {
      health.setStatus("shop", ServingStatus.NOT_SERVING);
      health.setStatus("shop", ServingStatus.SERVING);
    }
    health.setStatus("shop", ServingStatus.NOT_SERVING);

    var watch = new Received<>(call.responses());
    int seen = 0;
    HealthCheckResponse last;
    health.enterTerminalState(); // changes nothing
    do {
      last = watch.next();
      seen++;
    } while (last.getStatus() != HealthCheckResponse.ServingStatus.NOT_SERVING
        || watch.waiting() > 0);

    assertTrue(seen < 10_000, seen + " responses were queued");
    call.cancel("seen enough");
  }

  @Test
  void oneWatchMoreThanTheLimitIsRefusedUntilOneEnds() throws Exception {
    var first = hosted.client.call(HealthGrpc.WATCH, hosted.client.callOptions());
    first.requests().end(request(""));
    await(first.headers());
    watch("").next();

    var failure = assertThrows(StatusException.class, () -> watch(""));
    assertEquals(Code.RESOURCE_EXHAUSTED, failure.code());
    assertEquals("more watches than the limit of 2", failure.status().message());

    first.cancel("done");
    await(first.trailers().otherwiseEmpty());
    check(""); // behind the cancel on the same connection
    assertEquals(HealthCheckResponse.ServingStatus.SERVING, watch("").next().getStatus());
  }

  @Test
  void terminalStateIsNotServingForGood() throws Exception {
    var watch = watch("");
    watch.next();

    health.enterTerminalState();
    health.setStatus("", ServingStatus.SERVING);

    assertEquals(HealthCheckResponse.ServingStatus.NOT_SERVING, watch.next().getStatus());
    assertEquals(HealthCheckResponse.ServingStatus.NOT_SERVING, check(""));
  }

  @Test
  void shutdownOfTheServerIsSaidAndEndsTheWatches() throws Exception {
    var watch = watch("");
    watch.next();

    await(hosted.server.shutdown(Duration.ofSeconds(30)));

    assertEquals(HealthCheckResponse.ServingStatus.NOT_SERVING, watch.next().getStatus());
    assertEquals(Code.UNAVAILABLE, watch.failure().code());
  }

  @Test
  void shutdownOfOneServerLeavesAnotherServing() {
    try (var other = Hosted.serving(health)) {
      await(hosted.server.shutdown(Duration.ZERO));

      var status = await(HealthClient.create(other.client).check(request(""))).getStatus();

      assertEquals(HealthCheckResponse.ServingStatus.SERVING, status);
    }
  }

  private HealthCheckResponse.ServingStatus check(String service) {
    return await(client.check(request(service))).getStatus();
  }

  private Received<HealthCheckResponse> watch(String service) {
    return new Received<>(await(client.watch(request(service))));
  }

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static HealthCheckResponse answer(HealthCheckResponse.ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }
}
