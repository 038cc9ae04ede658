package dev.toolkit.grpc.call;

public record CallOptions() {}
