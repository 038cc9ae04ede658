package dev.toolkit.grpc;

public enum Idempotency {
  UNKNOWN,
  NO_SIDE_EFFECTS,
  IDEMPOTENT
}
