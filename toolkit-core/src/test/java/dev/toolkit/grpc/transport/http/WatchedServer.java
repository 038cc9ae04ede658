package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server under attack with a probe, and beside it a server and a probe that nobody attacks: what
 * that one waits is the machine's doing, and is taken off.
 */
final class WatchedServer implements AutoCloseable {

  private static final long MAX_WAIT_MILLIS = 1000;

  private final WireServer attacked;
  private final WireServer calm = new WireServer(new HttpServerTransportOptions());
  private final Probe probe;
  private final Probe control;

  WatchedServer(HttpServerTransportOptions options) {
    attacked = new WireServer(options);
    probe = new Probe(attacked.port());
    control = new Probe(calm.port());
  }

  int port() {
    return attacked.port();
  }

  /** Ends the probes: none may have failed, nor waited for long. */
  void assertProbePassed() {
    Probe.Result probed = probe.stop();
    Probe.Result controlled = control.stop();
    assertEquals(0, probed.failures(), probed.firstFailure());
    assertTrue(
        probed.slowestMillis() <= MAX_WAIT_MILLIS + controlled.slowestMillis(),
        "the probe waited "
            + probed.slowestMillis()
            + " ms, that of the calm server "
            + controlled.slowestMillis());
  }

  @Override
  public void close() {
    probe.close();
    control.close();
    attacked.close();
    calm.close();
  }
}
