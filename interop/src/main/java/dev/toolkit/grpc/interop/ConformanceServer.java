package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.interop.conformance.ConformanceServiceGrpc;
import dev.toolkit.grpc.interop.conformance.ServerCompatRequest;
import dev.toolkit.grpc.interop.conformance.ServerCompatResponse;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.transport.http.HttpServerTransportOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The server that connectrpc/conformance calls. It is told what to serve in one message on its
 * standard input, answers where it listens on its standard output, and serves until it is ended.
 */
public final class ConformanceServer {

  private static final String HOST = "127.0.0.1";

  private ConformanceServer() {}

  /** Serves. */
  public static void main(String[] args) throws IOException {
    Optional<ServerCompatRequest> asked =
        SizedMessages.read(new DataInputStream(System.in), ServerCompatRequest.parser());
    if (asked.isEmpty()) {
      return;
    }
    Vertx vertx = Vertx.vertx();
    GrpcServer server =
        GrpcServer.builder(vertx)
            .options(options(asked.get()))
            .codecs(ConformanceCodecs.codecs())
            .build()
            .add(ConformanceServiceGrpc.bind(new ConformanceAnswers(vertx)));
    server
        .start()
        .onSuccess(started -> tell(server.actualPort(), asked.get()))
        .onFailure(ConformanceServer::fail);
  }

  private static void tell(int port, ServerCompatRequest asked) {
    var answer = ServerCompatResponse.newBuilder().setHost(HOST).setPort(port);
    if (asked.getUseTls()) {
      answer.setPemCert(asked.getServerCreds().getCert());
    }
    try {
      SizedMessages.write(new DataOutputStream(System.out), answer.build());
    } catch (IOException e) {
      fail(e);
    }
  }

  private static void fail(Throwable failure) {
    failure.printStackTrace(System.err);
    System.exit(1);
  }

  private static GrpcServerOptions options(ServerCompatRequest asked) {
    var http = new HttpServerTransportOptions();
    if (asked.getUseTls()) {
      http.setSsl(ssl(asked));
    } else {
      http.setPlaintext(true);
    }
    if (asked.getMessageReceiveLimit() > 0) {
      http.setMaxMessageSize(asked.getMessageReceiveLimit());
    }
    return new GrpcServerOptions().setHost(HOST).setPort(0).setHttp(http);
  }

  private static ServerSSLOptions ssl(ServerCompatRequest asked) {
    var creds = asked.getServerCreds();
    var ssl = new ServerSSLOptions();
    ssl.setKeyCertOptions(
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(creds.getCert().toByteArray()))
            .addKeyValue(Buffer.buffer(creds.getKey().toByteArray())));
    if (!asked.getClientTlsCert().isEmpty()) {
      var trusted = Buffer.buffer(asked.getClientTlsCert().toByteArray());
      ssl.setTrustOptions(new PemTrustOptions().addCertValue(trusted));
      ssl.setClientAuth(ClientAuth.REQUIRED);
    }
    return ssl;
  }
}
