package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of further attempts. See gRFC A6, "Pushback".
 *
 * @param stops whether there shall be none
 * @param delay when the next one shall be; null if the server doesn't say
 */
record Pushback(boolean stops, @Nullable Duration delay) {

  private static final String KEY = "grpc-retry-pushback-ms";
  private static final Pushback NONE = new Pushback(false, null);
  private static final Pushback STOP = new Pushback(true, null);

  /** Reads trailing metadata; what is malformed, or said twice, means that there shall be none. */
  static Pushback of(Metadata trailers) {
    List<String> values = trailers.getAll(KEY);
    if (values.isEmpty()) {
      return NONE;
    }
    try {
      int millis = Integer.parseInt(values.get(0));
      return millis < 0 || values.size() > 1
          ? STOP
          : new Pushback(false, Duration.ofMillis(millis));
    } catch (NumberFormatException e) {
      return STOP;
    }
  }
}
