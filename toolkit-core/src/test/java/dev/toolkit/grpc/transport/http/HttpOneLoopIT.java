package dev.toolkit.grpc.transport.http;

/** Client and server on the same event loop. */
class HttpOneLoopIT extends HttpTransportIT {

  @Override
  protected boolean isOneLoop() {
    return true;
  }
}
