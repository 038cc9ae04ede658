package dev.toolkit.grpc;

import com.google.protobuf.Any;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended: a code, a message for developers, and details for programs.
 *
 * <p>The details are those of {@code google.rpc.Status}: any messages, usually of {@code
 * google.rpc}. The cause stays on this side of the wire.
 *
 * @param code the code
 * @param message what went wrong, empty for none; sent to the peer
 * @param details the details, empty for none; sent to the peer
 * @param cause the exception behind it; never sent to the peer
 */
public record Status(Code code, String message, List<Any> details, @Nullable Throwable cause) {

  /** The status of a call that succeeded. */
  public static final Status OK = new Status(Code.OK, "", List.of(), null);

  /** Checks and copies the components. */
  public Status {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    details = List.copyOf(details);
  }

  /** A status with a code and a message, without details. */
  public static Status of(Code code, String message) {
    return new Status(code, message, List.of(), null);
  }

  /**
   * The status that a failure stands for: the one of a {@link StatusException}, wherever it is in
   * the chain of causes, else {@link Code#UNKNOWN} with the failure as its cause and no message, so
   * that nothing internal is sent to a peer.
   */
  public static Status of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StatusException e) {
        return e.status();
      }
    }
    return new Status(Code.UNKNOWN, "", List.of(), failure);
  }

  /** This status with another message. */
  public Status withMessage(String message) {
    return new Status(code, message, details, cause);
  }

  /** This status with other details. */
  public Status withDetails(List<Any> details) {
    return new Status(code, message, details, cause);
  }

  /** This status with another cause. */
  public Status withCause(Throwable cause) {
    return new Status(code, message, details, cause);
  }

  /** Whether the code is {@link Code#OK}. */
  public boolean isOk() {
    return code == Code.OK;
  }

  /** This status as an exception that a call can fail with. */
  public StatusException asException() {
    return new StatusException(this);
  }

  @Override
  public String toString() {
    return message.isEmpty() ? code.name() : code + ": " + message;
  }
}
