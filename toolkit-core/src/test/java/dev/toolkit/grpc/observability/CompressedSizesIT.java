package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.observability.RecordedShop.only;
import static dev.toolkit.grpc.server.Hosted.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.server.ServerCall;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sizes of messages that HTTP carries compressed. */
class CompressedSizesIT {

  private static final int SIZE = 100_000;
  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());
  private static final MethodDescriptor<StringValue, StringValue> FETCH =
      MethodDescriptor.unary("shop.Shop", "Fetch", TEXT, TEXT);
  private static final ServiceDescriptor SHOP =
      ServiceDescriptor.of("shop.Shop", StringValue.getDescriptor()::getFile, FETCH);

  private final RecordedShop shop = new RecordedShop();
  private final GrpcTelemetry telemetry = GrpcTelemetry.create(shop.sdk(TextMapPropagator.noop()));

  @Test
  void bothSidesMeasureWhatTheWireCarries() {
    Vertx vertx = Vertx.vertx();
    GrpcServer server = serve(vertx);
    GrpcClient client = client(vertx, server.actualPort());
    var text = StringValue.of("a".repeat(SIZE));
    await(client.unary(FETCH, text, CallOptions.DEFAULT.withCompression("gzip")));
    await(client.shutdown(Duration.ofSeconds(10)));
    await(server.shutdown(Duration.ofSeconds(10)));
    await(vertx.close());

    assertSame("grpc.client.attempt.rcvd", "grpc.server.call.sent");
    assertSame("grpc.client.attempt.sent", "grpc.server.call.rcvd");
    var event = shop.span("Recv.shop.Shop.Fetch").getEvents().get(1).getAttributes();
    assertTrue(event.get(AttributeKey.longKey("message-size")) > SIZE);
    assertEquals(
        sum("grpc.server.call.sent"),
        event.get(AttributeKey.longKey("message-size-compressed")).doubleValue());
  }

  private GrpcServer serve(Vertx vertx) {
    var options = new GrpcServerOptions().setHost("127.0.0.1").setPort(0);
    options.getHttp().setPlaintext(true);
    GrpcServer server =
        GrpcServer.builder(vertx)
            .options(options)
            .interceptors(List.of(telemetry.serverInterceptor()))
            .build();
    server.add(ServiceDefinition.builder(SHOP).unary(FETCH, CompressedSizesIT::fetch).build());
    await(server.start());
    return server;
  }

  private GrpcClient client(Vertx vertx, int port) {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + port);
    options.getHttp().setPlaintext(true);
    return GrpcClient.builder(vertx)
        .options(options)
        .attemptListeners(telemetry.attemptListeners("shop"))
        .build();
  }

  private static Future<StringValue> fetch(StringValue request) {
    ServerCall.current().responseCompression("gzip").compressNext(true);
    return Future.succeededFuture(request);
  }

  private void assertSame(String client, String server) {
    assertEquals(sum(client), sum(server));
    assertTrue(sum(client) < SIZE / 10, "compressed are " + sum(client));
  }

  private double sum(String what) {
    var metric =
        only(
            shop.metrics.collectAllMetrics().stream()
                .filter(m -> m.getName().equals(what + "_total_compressed_message_size"))
                .toList());
    return only(List.copyOf(metric.getHistogramData().getPoints())).getSum();
  }
}
