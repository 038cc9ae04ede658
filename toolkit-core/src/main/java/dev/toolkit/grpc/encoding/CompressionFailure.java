package dev.toolkit.grpc.encoding;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;

/** The failures of compressors, as statuses. */
final class CompressionFailure {

  static final String TRUNCATED = "it ends too early";
  static final String TRAILING = "bytes follow its end";

  private CompressionFailure() {}

  static StatusException tooLarge(int maxSize) {
    return Status.of(
            Code.RESOURCE_EXHAUSTED,
            "message decompresses to more than " + maxSize + " bytes, the limit maxMessageSize")
        .asException();
  }

  static StatusException malformed(String encoding, String reason) {
    return Status.of(Code.INTERNAL, "message is no valid " + encoding + ": " + reason)
        .asException();
  }

  static StatusException malformed(String encoding, Exception cause) {
    String reason = cause.getMessage() == null ? "malformed data" : cause.getMessage();
    return Status.of(Code.INTERNAL, "message is no valid " + encoding + ": " + reason)
        .withCause(cause)
        .asException();
  }
}
