package dev.toolkit.grpc.transport.inprocess;

/** Client and server on the same event loop, where frames are handed over without a hop. */
class InProcessOneLoopTest extends InProcessTransportTest {

  @Override
  protected boolean isOneLoop() {
    return true;
  }
}
