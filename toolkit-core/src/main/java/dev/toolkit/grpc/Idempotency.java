package dev.toolkit.grpc;

/** What is known about calling a method twice; the {@code idempotency_level} of an rpc. */
public enum Idempotency {
  /** Nothing is known. */
  UNKNOWN,
  /** A call changes nothing. */
  NO_SIDE_EFFECTS,
  /** A second call with the same request has no further effect. */
  IDEMPOTENT
}
