package dev.toolkit.grpc.config;

import dev.toolkit.grpc.Code;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What the values of a service config must be; a message begins by the name of the component. */
final class Checks {

  private Checks() {}

  static void maxAttempts(int value) {
    require(value >= 2, "maxAttempts", value, ">= 2");
  }

  static void positive(String name, Duration value) {
    require(!value.isNegative() && !value.isZero(), name, value, "> 0");
  }

  static void notNegative(String name, Duration value) {
    require(!value.isNegative(), name, value, ">= 0");
  }

  static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + expected);
    }
  }

  /** A copy of codes of which none may be {@link Code#OK}. */
  static Set<Code> failures(String name, Set<Code> codes) {
    require(!codes.contains(Code.OK), name, codes, "without OK");
    return codes.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(codes));
  }
}
