package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a resolver works with.
 *
 * @param vertx for what it asks of the network
 * @param timers the timers of its context, of which a closed resolver leaves none
 * @param nanoTime the time in nanoseconds, from an origin of its own
 * @param random a source of chance
 */
public record ResolverContext(
    Vertx vertx, Timers timers, LongSupplier nanoTime, RandomGenerator random) {}
