package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Pickers by chance, in proportion to their weights. */
final class WeightedTargetPicker implements Picker {

  private final RandomGenerator random;
  private final Picker[] pickers;

  /** The sums of the weights up to and with each picker. */
  private final long[] sums;

  /** A picker of targets, one at least. */
  WeightedTargetPicker(List<WeightedTarget> targets, RandomGenerator random) {
    this.random = random;
    this.pickers = targets.stream().map(WeightedTarget::picker).toArray(Picker[]::new);
    this.sums = new long[pickers.length];
    long sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += targets.get(i).weight();
      sums[i] = sum;
    }
  }

  @Override
  public PickResult pick(PickArgs args) {
    int last = sums.length - 1;
    return pickers[last == 0 ? 0 : indexOf(random.nextLong(sums[last]))].pick(args);
  }

  /** The first picker whose sum is above a number. */
  private int indexOf(long number) {
    int low = 0;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
