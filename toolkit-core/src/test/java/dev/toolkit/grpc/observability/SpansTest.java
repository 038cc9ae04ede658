package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.observability.RecordedShop.ASIDE;
import static dev.toolkit.grpc.observability.RecordedShop.BUY;
import static dev.toolkit.grpc.observability.RecordedShop.FLAKY;
import static dev.toolkit.grpc.observability.RecordedShop.RELAY;
import static dev.toolkit.grpc.observability.RecordedShop.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {

  private static final AttributeKey<Long> PREVIOUS = AttributeKey.longKey("previous-rpc-attempts");
  private static final AttributeKey<Boolean> TRANSPARENT =
      AttributeKey.booleanKey("transparent-retry");

  private final RecordedShop shop = new RecordedShop();

  @Test
  void spansOfClientAttemptAndServerHangTogether() {
    shop.call(BUY, "hi");

    SpanData sent = shop.span("Sent.shop.Shop.Buy");
    SpanData attempt = shop.span("Attempt.shop.Shop.Buy");
    SpanData recv = shop.span("Recv.shop.Shop.Buy");
    assertEquals(SpanKind.CLIENT, sent.getKind());
    assertEquals(SpanKind.SERVER, recv.getKind());
    assertEquals(sent.getSpanId(), attempt.getParentSpanId());
    assertEquals(attempt.getSpanId(), recv.getParentSpanId());
    assertEquals(sent.getTraceId(), recv.getTraceId());
    assertEquals(StatusCode.OK, sent.getStatus().getStatusCode());
    assertEquals(0L, attempt.getAttributes().get(AttributeKey.longKey("previous-rpc-attempts")));
  }

  @Test
  void messagesAreEventsWithNumbersAndSizes() {
    shop.call(BUY, "hi");

    EventData outbound = shop.span("Attempt.shop.Shop.Buy").getEvents().get(1);
    assertEquals("Outbound message", outbound.getName());
    assertEquals(
        Attributes.of(
            AttributeKey.longKey("sequence-number"), 0L, AttributeKey.longKey("message-size"), 4L),
        outbound.getAttributes());
    assertEquals(
        List.of("Inbound message", "Outbound message"),
        shop.span("Recv.shop.Shop.Buy").getEvents().stream().map(EventData::getName).toList());
  }

  @Test
  void failedSpanSaysWhy() {
    shop.call(BUY, "");

    for (String name : List.of("Sent.shop.Shop.Buy", "Attempt.shop.Shop.Buy")) {
      assertEquals(StatusCode.ERROR, shop.span(name).getStatus().getStatusCode());
      assertEquals("NOT_FOUND: no item", shop.span(name).getStatus().getDescription());
    }
  }

  @Test
  void callMadeWhileServingIsAChildOfTheCallServed() {
    shop.call(RELAY, "hi");

    assertEquals(
        shop.span("Recv.shop.Shop.Relay").getSpanId(),
        shop.span("Sent.shop.Shop.Buy").getParentSpanId());
    assertEquals(
        shop.span("Sent.shop.Shop.Relay").getTraceId(),
        shop.span("Recv.shop.Shop.Buy").getTraceId());
  }

  @Test
  void attemptSaysWhichOfItsCallItIs() {
    shop.call(FLAKY, "hi");

    var attempts = shop.spans("Attempt.shop.Shop.Flaky");
    assertEquals(
        List.of(0L, 1L), attempts.stream().map(a -> a.getAttributes().get(PREVIOUS)).toList());
    assertEquals(
        List.of(false, false),
        attempts.stream().map(a -> a.getAttributes().get(TRANSPARENT)).toList());
    assertEquals(
        List.of(StatusCode.ERROR, StatusCode.OK),
        attempts.stream().map(a -> a.getStatus().getStatusCode()).toList());
    assertEquals(
        attempts.stream().map(SpanData::getSpanId).toList(),
        shop.spans("Recv.shop.Shop.Flaky").stream().map(SpanData::getParentSpanId).toList());
  }

  @Test
  void firstCallWaitsForTheResolverAndAConnection() {
    shop.call(BUY, "hi", "again");

    assertEquals(
        List.of(List.of("Delayed name resolution complete"), List.of()),
        shop.spans("Sent.shop.Shop.Buy").stream().map(SpansTest::events).toList());
    assertEquals(
        List.of(
            List.of("Delayed LB pick complete", "Outbound message", "Inbound message"),
            List.of("Outbound message", "Inbound message")),
        shop.spans("Attempt.shop.Shop.Buy").stream().map(SpansTest::events).toList());
  }

  @Test
  void cancelledCallEndsAllItsSpans() {
    shop.call(WAIT, "hi");

    for (String name : List.of("Sent.shop.Shop.Wait", "Attempt.shop.Shop.Wait")) {
      assertEquals("CANCELLED: waited long enough", shop.span(name).getStatus().getDescription());
    }
    assertEquals(StatusCode.ERROR, shop.span("Recv.shop.Shop.Wait").getStatus().getStatusCode());
  }

  @Test
  void contextTravelsInBinaryForm() {
    shop.call(shop.sdk(GrpcTraceBinPropagator.getInstance()), method -> true, BUY, "hi");

    assertEquals(
        shop.span("Attempt.shop.Shop.Buy").getSpanId(),
        shop.span("Recv.shop.Shop.Buy").getParentSpanId());
  }

  @Test
  void contextOfWhichNoPropagatorTellsEndsAtTheClient() {
    shop.call(shop.sdk(TextMapPropagator.noop()), method -> true, BUY, "hi");

    assertEquals("0000000000000000", shop.span("Recv.shop.Shop.Buy").getParentSpanId());
  }

  @Test
  void spanOfTheApplicationStandsBetween() {
    shop.call(ASIDE, "hi");

    String served = shop.span("Recv.shop.Shop.Aside").getSpanId();
    assertEquals(served, shop.span("own").getParentSpanId());
    assertEquals(
        List.of(shop.span("own").getSpanId(), served),
        shop.spans("Sent.shop.Shop.Buy").stream().map(SpanData::getParentSpanId).toList());
  }

  private static List<String> events(SpanData span) {
    return span.getEvents().stream().map(EventData::getName).toList();
  }
}
