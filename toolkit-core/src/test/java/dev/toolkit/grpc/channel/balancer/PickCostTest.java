package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakePickArgs;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pick costs with few and with many servers. The times go to the report of the test. */
class PickCostTest {

  private static final int PICKS = 1_000_000;

  private final FakeHelper helper = new FakeHelper().forgetful();

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void roundRobinAllocatesNothing(int servers, TestReporter report) {
    var balancer = new RoundRobinBalancer(helper);
    balancer.accept(update(first(servers)));
    while (helper.subchannels().size() < servers) {
      helper.time().advance(Duration.ZERO);
    }
    helper.subchannels().forEach(FakeSubchannel::ready);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Picker picker = helper.picker();
    var args = new FakePickArgs();
    pick(picker, args);

    long before = threads.getCurrentThreadAllocatedBytes();
    long begin = System.nanoTime();
    int picked = pick(picker, args);
    long nanos = System.nanoTime() - begin;
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    report.publishEntry(servers + " servers", (double) nanos / PICKS + " ns a pick");
    assertEquals(PICKS, picked);
    assertTrue(allocated < 10_000, allocated + " bytes for " + PICKS + " picks");
  }

  private static int pick(Picker picker, FakePickArgs args) {
    int picked = 0;
    for (int i = 0; i < PICKS; i++) {
      if (picker.pick(args) instanceof PickResult.To) {
        picked++;
      }
    }
    return picked;
  }
}
