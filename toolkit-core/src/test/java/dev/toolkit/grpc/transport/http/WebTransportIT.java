package dev.toolkit.grpc.transport.http;

/** The transport contract by gRPC-Web over HTTP/2. */
class WebTransportIT extends HttpTransportIT {

  @Override
  String protocol() {
    return "grpc-web";
  }
}
