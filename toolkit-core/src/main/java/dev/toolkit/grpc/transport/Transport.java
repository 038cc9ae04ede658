package dev.toolkit.grpc.transport;

/** Opens connections. */
@FunctionalInterface
public interface Transport {

  /** Opens a connection that belongs to the calling context. */
  Connecting connect(ConnectRequest request);
}
