package dev.toolkit.grpc.transport;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/**
 * What a connection is wanted to.
 *
 * @param address where to connect to
 * @param authority the authority of calls that name none; with TLS the name that the peer's
 *     certificate must be for
 * @param timeout how long it may take until calls can be made: TCP, TLS and the peer's settings
 */
public record ConnectRequest(SocketAddress address, String authority, Duration timeout) {}
