package dev.toolkit.grpc.transport.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The time of keepalive for the next connection of a client, which grows when a server finds the
 * PINGs too many. Shared by the event loops of the client. See gRFC A8.
 */
final class KeepaliveTime {

  private static final System.Logger LOG = System.getLogger(KeepaliveTime.class.getName());

  private static final String TOO_MANY_PINGS = "too_many_pings";
  private static final long ENHANCE_YOUR_CALM = 0xb; // ENHANCE_YOUR_CALM
  private static final long OFF = 0;

  private final KeepaliveOptions options;
  private final AtomicLong millis;

  KeepaliveTime(KeepaliveOptions options) {
    this.options = options;
    this.millis = new AtomicLong(initial(options));
  }

  KeepaliveOptions options() {
    return options;
  }

  /** The time for a connection that is opened now, null if keepalive is off. */
  @Nullable Duration current() {
    long now = millis.get();
    return now == OFF ? null : Duration.ofMillis(now);
  }

  /** Doubles the time of a connection for those to come, if that was why its server left. */
  void serverLeft(Failures.Goodbye said, String server, @Nullable Duration used) {
    boolean tooMany = said.code() == ENHANCE_YOUR_CALM && said.debugData().equals(TOO_MANY_PINGS);
    if (tooMany && used != null) {
      long next = millis.accumulateAndGet(2 * used.toMillis(), Math::max);
      LOG.log(
          System.Logger.Level.WARNING,
          server
              + " takes no PING every "
              + Durations.text(used)
              + " (too_many_pings): the keepalive time is "
              + Durations.text(Duration.ofMillis(next))
              + " from now on");
    }
  }

  private static long initial(KeepaliveOptions options) {
    Duration time = options.getTime();
    if (time == null) {
      return OFF;
    }
    if (options.isShortTimeAllowed() || time.compareTo(KeepaliveOptions.MIN_TIME) >= 0) {
      return time.toMillis();
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "keepalive time is "
            + Durations.text(time)
            + ", taken as "
            + Durations.text(KeepaliveOptions.MIN_TIME)
            + " because shortTimeAllowed is not set");
    return KeepaliveOptions.MIN_TIME.toMillis();
  }
}
