package dev.toolkit.grpc.config;

/**
 * That a client asks each endpoint for its health before it calls it. See gRFC A17.
 *
 * @param serviceName the name of the service that is asked for; empty for the server as a whole
 */
public record HealthCheckConfig(String serviceName) {}
