package dev.toolkit.grpc.channel.balancer;

import java.util.Arrays;

/**
 * Indexes in proportion to weights, spread evenly: the static stride schedule of gRFC A58.
 *
 * <p>An index comes up once in each generation of the sequence, and is taken in so many of 65,535
 * generations as its weight says. A pick looks at as many places on average as the largest weight
 * is times the mean; so that this is 32 at most, a larger weight is cut. A weight counts as a
 * hundredth of the mean at least.
 */
final class StrideSchedule {

  private static final int MAX_WEIGHT = 0xFFFF;
  private static final int OFFSET = MAX_WEIGHT / 2;
  private static final double MAX_RATIO = 32;
  private static final double CLOSE = 0.99;
  private static final int MAX_CUTS = 50;
  private static final double MIN_RATIO = 0.01;

  private final int size;
  private final int[] weights;
  private final boolean equal;

  private StrideSchedule(int size, int[] weights) {
    this.size = size;
    this.weights = weights;
    this.equal = Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
  }

  /** Each index in turn. */
  static StrideSchedule equal(int size) {
    return new StrideSchedule(size, new int[0]);
  }

  /** Indexes by weights of which two at least are not 0; one that is 0 counts as the mean. */
  static StrideSchedule of(double[] weights) {
    double max = max(weights);
    double mean = mean(weights, max);
    double min = mean * MIN_RATIO;
    int[] scaled = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double weight = weights[i] > 0 ? Math.max(min, Math.min(max, weights[i])) : mean;
      scaled[i] = Math.max(1, (int) Math.round(weight / max * MAX_WEIGHT));
    }
    return new StrideSchedule(weights.length, scaled);
  }

  /** The next place in the sequence, from a place on, that is taken. */
  long next(long sequence) {
    long place = sequence;
    while (!equal && !isTaken(place)) {
      place++;
    }
    return place;
  }

  /** The index at a place in the sequence. */
  int index(long place) {
    return (int) (place % size);
  }

  /**
   * The largest weight, cut so that it is not more than 32 times the mean of all weights so cut.
   */
  private static double max(double[] weights) {
    double max = Arrays.stream(weights).max().orElse(0);
    double limit = mean(weights, max) * MAX_RATIO;
    for (int i = 0; i < MAX_CUTS && limit < max * CLOSE; i++) {
      max = limit;
      limit = mean(weights, max) * MAX_RATIO;
    }
    return max;
  }

  private static double mean(double[] weights, double max) {
    return Arrays.stream(weights)
        .filter(weight -> weight > 0)
        .map(weight -> Math.min(weight, max))
        .average()
        .orElse(0);
  }

  private boolean isTaken(long place) {
    int index = index(place);
    long generation = place / size;
    long weight = weights[index];
    return (weight * generation + (long) index * OFFSET) % MAX_WEIGHT >= MAX_WEIGHT - weight;
  }
}
