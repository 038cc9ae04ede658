package dev.toolkit.grpc.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as proto3 JSON writes them: seconds with up to nine decimals, and an s. */
final class JsonDuration {

  private static final Pattern FORM = Pattern.compile("(-?)(\\d{0,12})(?:\\.(\\d{0,9}))?s");
  private static final long MAX_SECONDS = 315_576_000_000L;

  private JsonDuration() {}

  /** The duration that a text stands for, or null if it stands for none. */
  static @Nullable Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String whole = matcher.group(2);
    String decimals = matcher.group(3) == null ? "" : matcher.group(3);
    if (whole.isEmpty() && decimals.isEmpty()) {
      return null;
    }
    long seconds = whole.isEmpty() ? 0 : Long.parseLong(whole);
    long nanos = Long.parseLong((decimals + "000000000").substring(0, 9));
    if (seconds > MAX_SECONDS || seconds == MAX_SECONDS && nanos > 0) {
      return null;
    }
    Duration duration = Duration.ofSeconds(seconds, nanos);
    return matcher.group(1).isEmpty() ? duration : duration.negated();
  }
}
