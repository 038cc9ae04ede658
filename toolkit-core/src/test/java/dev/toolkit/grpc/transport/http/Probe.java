package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A well-behaved client that calls every 50 ms, and keeps its worst experience. */
final class Probe implements AutoCloseable {

  private static final long PERIOD_MILLIS = 50;

  private final WireServer server;
  private final RawPeer peer;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "probe");
  private int streamId = 1;
  private int calls;
  private int failures;
  private long slowestMillis;
  private long mostWorkMillis;
  private String firstFailure = "none";

  Probe(WireServer server) {
    this.server = server;
    peer = server.client();
    call();
    slowestMillis = 0; // the first call of a JVM loads classes
    mostWorkMillis = 0;
    thread.start();
  }

  /** Ends the calls; says what was experienced. */
  Result stop() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Result(calls, failures, slowestMillis, mostWorkMillis, firstFailure);
  }

  @Override
  public void close() {
    stop();
    peer.close();
  }

  /**
   * What the probe experienced.
   *
   * @param slowestMillis how long the slowest call took
   * @param mostWorkMillis how long the server's event loop was on a processor during a call, at
   *     most
   */
  record Result(
      int calls, int failures, long slowestMillis, long mostWorkMillis, String firstFailure) {

    @Override
    public String toString() {
      return "the probe waited "
          + slowestMillis
          + " ms, "
          + mostWorkMillis
          + " of them for work, in "
          + calls
          + " calls";
    }
  }

  private void run() {
    try {
      while (!stopped.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        call();
      }
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      failed(e.toString());
    }
  }

  /** Makes a call; not while the probe makes its own. */
  void call() {
    long start = System.nanoTime();
    long work = server.workNanos();
    peer.send(
        headers(streamId, false, FrameBytes.call("/test.Wire/Echo")),
        data(streamId, true, text("probe")));
    Map<String, String> response = peer.response(streamId);
    streamId += 2;
    calls++;
    slowestMillis = Math.max(slowestMillis, (System.nanoTime() - start) / 1_000_000);
    mostWorkMillis = Math.max(mostWorkMillis, (server.workNanos() - work) / 1_000_000);
    if (!"0".equals(response.get("grpc-status"))) {
      failed(response.toString());
    }
  }

  private void failed(String why) {
    if (failures++ == 0) {
      firstFailure = why;
    }
  }
}
