package dev.toolkit.grpc.channel.balancer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The hash function XXH64, by which all implementations of gRPC agree on rings and subsets. See the
 * specification of xxHash, "XXH64 algorithm description".
 */
final class XxHash64 {

  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  /** The hash of a text in UTF-8. */
  static long of(String text, long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, bytes.length, seed);
  }

  /** The hash of the first bytes of an array. */
  static long of(byte[] bytes, int length, long seed) {
    long hash = length < STRIPE ? seed + P5 : stripes(bytes, length, seed);
    return avalanche(rest(bytes, length, hash + length));
  }

  private static long stripes(byte[] bytes, int length, long seed) {
    long a = seed + P1 + P2;
    long b = seed + P2;
    long c = seed;
    long d = seed - P1;
    for (int i = 0; i + STRIPE <= length; i += STRIPE) {
      a = round(a, (long) LONGS.get(bytes, i));
      b = round(b, (long) LONGS.get(bytes, i + 8));
      c = round(c, (long) LONGS.get(bytes, i + 16));
      d = round(d, (long) LONGS.get(bytes, i + 24));
    }
    long hash =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18);
    return merge(merge(merge(merge(hash, a), b), c), d);
  }

  /** Takes the bytes that fill no stripe: by eight, by four, one by one. */
  private static long rest(byte[] bytes, int length, long begin) {
    long hash = begin;
    int i = length / STRIPE * STRIPE;
    for (; i + 8 <= length; i += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(bytes, i)), 27) * P1 + P4;
    }
    for (; i + 4 <= length; i += 4) {
      hash = Long.rotateLeft(hash ^ ((int) INTS.get(bytes, i) & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
    }
    for (; i < length; i++) {
      hash = Long.rotateLeft(hash ^ (bytes[i] & 0xFF) * P5, 11) * P1;
    }
    return hash;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * P1 + P4;
  }

  private static long avalanche(long begin) {
    long hash = (begin ^ begin >>> 33) * P2;
    hash = (hash ^ hash >>> 29) * P3;
    return hash ^ hash >>> 32;
  }
}
