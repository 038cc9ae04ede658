package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads that asks for something which is no call. */
class RefusalIT {

  private final Vertx vertx = Vertx.vertx();

  /** Kept: a client that nobody holds is closed by the garbage collector, with its connections. */
  private final HttpClient client = vertx.createHttpClient();

  private final HttpServerTransport server =
      new HttpServerTransport(
          vertx,
          "127.0.0.1",
          0,
          new HttpServerTransportOptions().setPlaintext(true),
          Codecs.defaults(),
          Compressors.defaults());

  @BeforeEach
  void start() throws Exception {
    server.start(call -> {}).await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() throws Exception {
    server.shutdown(Duration.ZERO).await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc-web", "application/grpc-web-text"})
  void clientOfTheWebProtocolsIsRefusedInItsOwn(String contentType) throws Exception {
    HttpClientResponse response =
        client
            .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/a.Service/Method")
            .compose(
                request ->
                    request
                        .putHeader("content-type", contentType)
                        .putHeader("grpc-encoding", "unheard-of")
                        .send())
            .await(10, TimeUnit.SECONDS);

    assertEquals(200, response.statusCode());
    assertEquals(contentType, response.getHeader("content-type"));
    assertEquals("12", response.getHeader("grpc-status"));
  }
}
