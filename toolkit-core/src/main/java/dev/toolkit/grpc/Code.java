package dev.toolkit.grpc;

/** The seventeen status codes of gRPC. See the gRPC documentation, "Status codes". */
public enum Code {
  /** The call succeeded. */
  OK,
  /** The call was cancelled, typically by its caller. */
  CANCELLED,
  /** An error of which nothing more is known, such as an exception that is not a status. */
  UNKNOWN,
  /** The caller sent an argument that is wrong whatever the state of the system. */
  INVALID_ARGUMENT,
  /** The deadline passed before the call was complete. */
  DEADLINE_EXCEEDED,
  /** What was asked for does not exist. */
  NOT_FOUND,
  /** What was to be made exists already. */
  ALREADY_EXISTS,
  /** The caller is known, but not permitted to do this. */
  PERMISSION_DENIED,
  /** A quota, a size limit or another bounded resource is used up. */
  RESOURCE_EXHAUSTED,
  /** The system is not in the state that the operation needs. */
  FAILED_PRECONDITION,
  /** The operation was aborted, typically by a conflict with another one. */
  ABORTED,
  /** The operation was tried past the valid range. */
  OUT_OF_RANGE,
  /** The method, or something that the request asks of it, is not implemented. */
  UNIMPLEMENTED,
  /** An invariant is broken: the peer or a library misbehaved. */
  INTERNAL,
  /** The service cannot be reached at the moment; the call may be tried again. */
  UNAVAILABLE,
  /** Data was lost or corrupted beyond repair. */
  DATA_LOSS,
  /** The caller has no valid credentials for the operation. */
  UNAUTHENTICATED;

  private static final Code[] BY_VALUE = values();

  /** The number that stands for this code on the wire, from 0 to 16. */
  public int value() {
    return ordinal();
  }

  /** The code with the given number; {@link #UNKNOWN} for a number that is not assigned. */
  public static Code of(int value) {
    return value >= 0 && value < BY_VALUE.length ? BY_VALUE[value] : UNKNOWN;
  }
}
