package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server under attack, and a probe that calls it all the while.
 *
 * <p>What the probe may wait for is work of the server's event loop, in time of the processor: how
 * long that takes by the clock is up to what else the machine does.
 */
final class WatchedServer implements AutoCloseable {

  private static final long MAX_WORK_MILLIS = 1000;

  private final WireServer attacked;
  private final Probe probe;

  WatchedServer(HttpServerTransportOptions options) {
    attacked = new WireServer(options);
    probe = new Probe(attacked);
  }

  int port() {
    return attacked.port();
  }

  /** A connection of a client. */
  RawPeer client() {
    return attacked.client();
  }

  /** Ends the probe; says what it experienced. */
  Probe.Result stopProbe() {
    return probe.stop();
  }

  /** Ends the probe: no call may have failed, nor waited for much. */
  void assertProbePassed() {
    assertPassed(stopProbe());
  }

  /** Fails if a call of the probe failed, or waited for much. */
  static void assertPassed(Probe.Result probed) {
    assertEquals(0, probed.failures(), probed.firstFailure());
    assertTrue(probed.mostWorkMillis() <= MAX_WORK_MILLIS, probed.toString());
  }

  /** Waits until the server that was attacked has answered a call; its probe was stopped before. */
  void awaitTurn() {
    probe.call();
  }

  @Override
  public void close() {
    probe.close();
    attacked.close();
  }
}
