package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerChoice;
import dev.toolkit.grpc.channel.BalancerConfig;

/**
 * How random_subsetting is configured.
 *
 * @param size how many endpoints are in the subset, at least 1
 * @param child the policy that chooses among them
 */
record RandomSubsettingConfig(int size, BalancerChoice child) implements BalancerConfig {}
