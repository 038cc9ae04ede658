package dev.toolkit.grpc;

public record MessageType<T>(T defaultInstance) {
  public static <T> MessageType<T> of(T defaultInstance) {
    return new MessageType<>(defaultInstance);
  }
}
