package dev.toolkit.grpc.server;

/**
 * What can be served: the contract that is generated from a service, or a function that makes a
 * definition.
 *
 * <p>A class that implements two generated contracts inherits two bodies, and so must say which of
 * them it binds.
 */
@FunctionalInterface
public interface BindableService {

  /** The service as a server adds it, answered by this object. */
  ServiceDefinition bind();
}
