package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;

/** The value of {@code grpc-timeout}. See PROTOCOL-HTTP2.md, "Timeout". */
public final class Timeouts {

  private static final String UNITS = "numSMH";
  private static final long[] NANOS = {
    1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
  };
  private static final long MAX_VALUE = 99_999_999L;
  private static final int MAX_DIGITS = 8;

  private Timeouts() {}

  /** Writes a number of nanoseconds in the smallest unit that has room for it, rounding up. */
  public static String encode(long nanos) {
    if (nanos <= 0) {
      return "0n";
    }
    int unit = 0;
    while (unit < NANOS.length - 1 && ceil(nanos, NANOS[unit]) > MAX_VALUE) {
      unit++;
    }
    return Long.toString(ceil(nanos, NANOS[unit])) + UNITS.charAt(unit);
  }

  /**
   * Reads a number of nanoseconds; one that a long has no room for becomes {@code Long.MAX_VALUE -
   * 1}.
   *
   * @throws dev.toolkit.grpc.StatusException INTERNAL if the value is malformed
   */
  public static long decode(String value) {
    int digits = value.length() - 1;
    if (digits < 1 || digits > MAX_DIGITS) {
      throw malformed(value);
    }
    long number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw malformed(value);
      }
      number = number * 10 + digit;
    }
    int unit = UNITS.indexOf(value.charAt(digits));
    if (unit < 0) {
      throw malformed(value);
    }
    return number > (Long.MAX_VALUE - 1) / NANOS[unit] ? Long.MAX_VALUE - 1 : number * NANOS[unit];
  }

  private static long ceil(long nanos, long unit) {
    return nanos / unit + (nanos % unit == 0 ? 0 : 1);
  }

  private static RuntimeException malformed(String value) {
    return Status.of(Code.INTERNAL, "malformed grpc-timeout \"" + value + "\"").asException();
  }
}
