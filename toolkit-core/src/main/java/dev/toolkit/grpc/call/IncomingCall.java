package dev.toolkit.grpc.call;

/**
 * A call that arrived.
 *
 * @param head how it begins
 * @param stream the server's end of it, paused
 */
public record IncomingCall(CallHead head, GrpcStream stream) {}
