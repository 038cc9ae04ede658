package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.interop.conformance.ClientCompatRequest;
import dev.toolkit.grpc.interop.conformance.HTTPVersion;
import dev.toolkit.grpc.interop.conformance.Protocol;
import dev.toolkit.grpc.transport.http.HttpClientTransportOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** Clients as a case of connectrpc/conformance wants them. */
final class ConformanceClients {

  private ConformanceClients() {}

  static GrpcClient client(Vertx vertx, ClientCompatRequest request) {
    var http = new HttpClientTransportOptions();
    http.setProtocol(request.getProtocol() == Protocol.PROTOCOL_GRPC ? "grpc" : "grpc-web");
    http.setHttp1(request.getHttpVersion() == HTTPVersion.HTTP_VERSION_1);
    if (request.getServerTlsCert().isEmpty()) {
      http.setPlaintext(true);
    } else {
      http.setSsl(ssl(request));
    }
    if (request.getMessageReceiveLimit() > 0) {
      http.setMaxMessageSize(request.getMessageReceiveLimit());
    }
    var options =
        new GrpcClientOptions()
            .setTarget(request.getHost() + ":" + request.getPort())
            .setHttp(http);
    return GrpcClient.builder(vertx).options(options).codecs(ConformanceCodecs.codecs()).build();
  }

  private static ClientSSLOptions ssl(ClientCompatRequest request) {
    var ssl = new ClientSSLOptions();
    var trusted = Buffer.buffer(request.getServerTlsCert().toByteArray());
    ssl.setTrustOptions(new PemTrustOptions().addCertValue(trusted));
    ssl.setHostnameVerificationAlgorithm("HTTPS");
    if (request.hasClientTlsCreds()) {
      var creds = request.getClientTlsCreds();
      ssl.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertValue(Buffer.buffer(creds.getCert().toByteArray()))
              .addKeyValue(Buffer.buffer(creds.getKey().toByteArray())));
    }
    return ssl;
  }
}
