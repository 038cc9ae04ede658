package dev.toolkit.grpc.channel;

/** How a channel stands to its peer. See the gRPC documentation, "Connectivity semantics". */
public enum ConnectivityState {
  /** There is no connection, and none is wanted. */
  IDLE,
  /** The first connection is being opened. */
  CONNECTING,
  /** There is a connection. */
  READY,
  /** No connection could be opened; the next attempt waits for its time. */
  TRANSIENT_FAILURE,
  /** The end. */
  SHUTDOWN
}
