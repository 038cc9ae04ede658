package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that flood a server, over as many connections as it takes, while a probe calls.
 *
 * <p>A flood runs for a second, or for as many as the system property {@code hostile.seconds} says.
 */
@Tag("flood")
class FloodIT {

  private static final long MILLIS =
      (long) (Double.parseDouble(System.getProperty("hostile.seconds", "1")) * 1000);
  private static final long MAX_GROWTH = 64L * 1024 * 1024;
  private static final long MAX_REST = 16L * 1024 * 1024;
  private static final int LAST_ID = 1 << 30;

  static Stream<Floods> floods() {
    String only = System.getProperty("hostile.only", "");
    return Floods.all().stream().filter(flood -> flood.name().contains(only));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void probeGoesOnAndMemoryStays(Floods flood) {
    try (var log = new LogCounter();
        var server = new WatchedServer(new HttpServerTransportOptions())) {
      long before = Memory.used();

      var attack = new Attack(flood, server);
      attack.goOn(MILLIS);
      long grown = Memory.used() - before;
      attack.close();
      Probe.Result probed = server.stopProbe();
      long left = Memory.usedOnceBelow(before + MAX_REST, server::awaitTurn) - before;
      System.out.println(
          "flood "
              + flood
              + ": "
              + probed
              + "; KiB grown "
              + grown / 1024
              + ", left "
              + left / 1024
              + "; connections "
              + attack.connections
              + ", log lines "
              + log.lines());

      WatchedServer.assertPassed(probed);
      assertTrue(grown < MAX_GROWTH, "memory grew by " + grown);
      assertTrue(left < MAX_REST, "memory is still up by " + left);
      assertTrue(
          log.lines() <= attack.connections + 1,
          log.lines() + " lines for " + attack.connections + " connections, first " + log.first());
    }
  }

  /** A flood under way: one connection at a time, a new one when the server closes it. */
  private static final class Attack implements AutoCloseable {

    private final Floods flood;
    private final WatchedServer server;
    private final Thread thread = new Thread(this::run, "attack");
    private volatile boolean stopped;
    private volatile RawPeer peer;
    private int id;
    private int connections;

    Attack(Floods flood, WatchedServer server) {
      this.flood = flood;
      this.server = server;
      open();
      thread.start();
    }

    /** Lets it go on for a while, and leaves its last connection as it is. */
    void goOn(long millis) {
      try {
        thread.join(millis);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      stopped = true;
    }

    /** Ends it; a write that hangs ends with its connection. */
    @Override
    public void close() {
      peer.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      peer.close();
    }

    private void run() {
      while (!stopped) {
        byte[] piece = flood.piece().apply(id);
        id += 2;
        if (id >= LAST_ID || !peer.trySend(piece)) {
          peer.close();
          open();
        } else if (flood.reads()) {
          peer.drop();
        }
      }
    }

    private void open() {
      peer = server.client();
      peer.send(flood.beginning());
      id = 3;
      connections++;
    }
  }
}
