package dev.toolkit.grpc.transport.http;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** The memory of this process that is in use after a garbage collection. */
final class Memory {

  private Memory() {}

  /**
   * What is in use, once it is below a limit or does not get there in a hundred collections.
   *
   * @param turn lets the server go on between two collections, which stop it
   */
  static long usedOnceBelow(long limit, Runnable turn) {
    long used = used();
    for (int i = 0; i < 100 && used >= limit; i++) {
      turn.run();
      used = used();
    }
    return used;
  }

  static long used() {
    System.gc();
    long direct = 0;
    for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += pool.getMemoryUsed();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + Math.max(direct, PlatformDependent.usedDirectMemory());
  }
}
