package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerConfig;

/**
 * How ring_hash is configured.
 *
 * @param minRingSize how many entries the ring has at least, unless that is more than the maximum
 * @param maxRingSize how many entries the ring has at most
 * @param header the metadata key whose values are hashed; empty if an attribute of the call says
 *     the hash
 */
record RingHashConfig(int minRingSize, int maxRingSize, String header) implements BalancerConfig {

  /** Whether the ring is made in the same way. */
  boolean sizesLike(RingHashConfig other) {
    return minRingSize == other.minRingSize && maxRingSize == other.maxRingSize;
  }
}
