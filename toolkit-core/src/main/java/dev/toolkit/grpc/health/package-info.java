/**
 * The health of the services of a server: the service {@code grpc.health.v1.Health}, and what asks
 * for it.
 */
@NullMarked
package dev.toolkit.grpc.health;

import org.jspecify.annotations.NullMarked;
