package dev.toolkit.grpc;

import java.util.Objects;

/**
 * The type of the messages that flow one way in a method.
 *
 * @param javaType the class of the messages
 * @param defaultInstance a message without content, from which a codec makes others
 * @param <T> the class of the messages
 */
public record MessageType<T>(Class<T> javaType, T defaultInstance) {

  /** Checks the components. */
  public MessageType {
    Objects.requireNonNull(javaType, "javaType");
    Objects.requireNonNull(defaultInstance, "defaultInstance");
  }

  /** The type that the given default instance is of. */
  @SuppressWarnings("unchecked")
  public static <T> MessageType<T> of(T defaultInstance) {
    return new MessageType<>((Class<T>) defaultInstance.getClass(), defaultInstance);
  }
}
