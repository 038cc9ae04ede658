package dev.toolkit.grpc.call;

public record CallOptions() {
  public static final CallOptions DEFAULT = new CallOptions();
}
