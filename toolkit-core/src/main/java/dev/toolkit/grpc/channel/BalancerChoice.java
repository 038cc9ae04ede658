package dev.toolkit.grpc.channel;

/**
 * A policy and its configuration.
 *
 * @param provider the policy
 * @param config what its provider has read
 */
public record BalancerChoice(BalancerProvider provider, BalancerConfig config)
    implements BalancerConfig {}
