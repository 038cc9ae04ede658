package dev.toolkit.grpc.transport.http;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** The memory of this process that is in use after a garbage collection. */
final class Memory {

  private Memory() {}

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
