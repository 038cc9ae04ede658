package dev.toolkit.grpc.transport;

import java.util.function.Supplier;

/**
 * A client's and a server's transport that reach each other.
 *
 * @param client the client's
 * @param server the server's
 * @param request what the client connects to, asked once the server is started
 */
public record Ends(Transport client, ServerTransport server, Supplier<ConnectRequest> request) {}
