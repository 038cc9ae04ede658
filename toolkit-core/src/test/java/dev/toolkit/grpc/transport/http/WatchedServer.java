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
    probe = new Probe(attacked);
    control = new Probe(calm);
  }

  int port() {
    return attacked.port();
  }

  /** A connection of a client. */
  RawPeer client() {
    return attacked.client();
  }

  /** Ends the probes: none may have failed, nor waited for long. */
  void assertProbePassed() {
    stopProbes().assertPassed();
  }

  /** Ends the probes; says what they experienced. */
  Waits stopProbes() {
    return new Waits(probe.stop(), control.stop());
  }

  /** Waits until the server that was attacked has answered a call; its probe was stopped before. */
  void awaitTurn() {
    probe.call();
  }

  /** What the probe experienced, and the one of the calm server. */
  record Waits(Probe.Result probed, Probe.Result calm) {

    /** Fails if a call of the probe failed, or waited for long. */
    void assertPassed() {
      assertEquals(0, probed.failures(), probed.firstFailure());
      assertTrue(probed.slowestMillis() <= MAX_WAIT_MILLIS + calm.slowestMillis(), this.toString());
    }

    @Override
    public String toString() {
      return "the probe waited "
          + probed.slowestMillis()
          + " ms in "
          + probed.calls()
          + " calls, that of the calm server "
          + calm.slowestMillis();
    }
  }

  @Override
  public void close() {
    probe.close();
    control.close();
    attacked.close();
    calm.close();
  }
}
