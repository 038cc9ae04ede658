package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.HealthChecker;
import dev.toolkit.grpc.config.ServiceConfig;
import dev.toolkit.grpc.transport.Transport;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a channel is made of.
 *
 * @param target what it leads to, for messages
 * @param authority the authority of calls and endpoints that name none
 * @param transport opens the connections
 * @param connectTimeout how long it may take to open one: TCP, TLS, the peer's settings
 * @param options the bounds
 * @param resolvers makes a resolver for the channel's context, each time the channel leaves IDLE
 * @param balancers the policies that a service config can name
 * @param serviceConfig what holds when the resolver has no service config to say
 * @param healthChecker asks servers for their health if the service config says so, null for never
 * @param attemptListeners makes the listener of each attempt, null for none
 * @param credentials say who makes the calls, beside those that calls bring; null for none
 * @param evidence what the channels of a client share of the endpoints
 * @param listener hears what happens to the channel
 */
public record ChannelSetup(
    String target,
    String authority,
    Transport transport,
    Duration connectTimeout,
    ChannelOptions options,
    Supplier<Resolver> resolvers,
    BalancerRegistry balancers,
    ServiceConfig serviceConfig,
    @Nullable HealthChecker healthChecker,
    @Nullable Function<CallHead, AttemptListener> attemptListeners,
    @Nullable CallCredentials credentials,
    EndpointEvidence evidence,
    ChannelListener listener) {

  /** This setup with another listener. */
  ChannelSetup withListener(ChannelListener listener) {
    return new ChannelSetup(
        target,
        authority,
        transport,
        connectTimeout,
        options,
        resolvers,
        balancers,
        serviceConfig,
        healthChecker,
        attemptListeners,
        credentials,
        evidence,
        listener);
  }
}
