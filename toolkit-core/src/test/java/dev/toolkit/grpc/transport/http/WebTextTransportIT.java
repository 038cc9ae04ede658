package dev.toolkit.grpc.transport.http;

/** The transport contract by gRPC-Web-text over HTTP/2. */
class WebTextTransportIT extends HttpTransportIT {

  @Override
  String protocol() {
    return "grpc-web-text";
  }
}
