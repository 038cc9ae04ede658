package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import java.util.EnumSet;
import java.util.Set;

/** What pickers, config selectors and credentials may say of a call. See gRFC A54. */
final class ControlPlane {

  /** The codes that only a server may give. */
  private static final Set<Code> OF_SERVERS =
      EnumSet.of(
          Code.OK,
          Code.INVALID_ARGUMENT,
          Code.NOT_FOUND,
          Code.ALREADY_EXISTS,
          Code.FAILED_PRECONDITION,
          Code.ABORTED,
          Code.OUT_OF_RANGE,
          Code.DATA_LOSS);

  private ControlPlane() {}

  /** A status of the client's own: INTERNAL in place of a code that only a server may give. */
  static Status legal(Status status) {
    if (!OF_SERVERS.contains(status.code())) {
      return status;
    }
    String message = "illegal " + status.code() + " from the control plane: " + status.message();
    return Status.of(Code.INTERNAL, message).withCause(status.cause());
  }

  /** What a call fails with because somebody's code threw: its status, else INTERNAL. */
  static Status failure(String whose, Throwable thrown) {
    Status status = Status.of(thrown);
    return status.cause() == thrown && status.code() == Code.UNKNOWN
        ? Status.of(Code.INTERNAL, whose + " failed: " + thrown).withCause(thrown)
        : legal(status);
  }
}
