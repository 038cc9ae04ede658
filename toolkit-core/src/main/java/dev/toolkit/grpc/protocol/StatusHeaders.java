package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;

/** The status of a call as HTTP headers or trailers. See PROTOCOL-HTTP2.md, "Status". */
public final class StatusHeaders {

  /** The code, as a decimal number. */
  public static final CharSequence GRPC_STATUS = AsciiString.cached("grpc-status");

  /** The message, percent-encoded. */
  public static final CharSequence GRPC_MESSAGE = AsciiString.cached("grpc-message");

  /** The {@code google.rpc.Status} with the details. */
  public static final CharSequence GRPC_STATUS_DETAILS =
      AsciiString.cached("grpc-status-details-bin");

  private static final CharSequence OK = AsciiString.cached("0");

  private StatusHeaders() {}

  /** Whether headers hold a status. */
  public static boolean isIn(MultiMap headers) {
    return headers.contains(GRPC_STATUS);
  }

  /** Adds a status and the metadata that goes with it to headers or trailers. */
  public static void write(Status status, Metadata metadata, MultiMap headers) {
    if (status.isOk()) {
      headers.add(GRPC_STATUS, OK);
    } else {
      headers.add(GRPC_STATUS, Integer.toString(status.code().value()));
      if (!status.message().isEmpty()) {
        headers.add(GRPC_MESSAGE, PercentEncoding.encode(status.message()));
      }
      if (!status.details().isEmpty()) {
        headers.add(GRPC_STATUS_DETAILS, BinaryValues.encode(StatusDetails.encode(status)));
      }
    }
    MetadataHeaders.write(metadata, headers);
  }

  /**
   * The trailers in headers that hold a status. What is malformed in them makes the status INTERNAL
   * or UNKNOWN, with a message that says what.
   */
  public static Frame.Trailers read(MultiMap headers) {
    try {
      Metadata metadata = MetadataHeaders.read(headers);
      return new Frame.Trailers(statusOf(headers), metadata);
    } catch (StatusException e) {
      return Frame.Trailers.local(e.status(), Frame.Progress.PROCESSED);
    }
  }

  private static Status statusOf(MultiMap headers) {
    String code = headers.get(GRPC_STATUS);
    String message = headers.get(GRPC_MESSAGE);
    Code known = codeOf(code);
    var status = Status.of(known, message == null ? "" : PercentEncoding.decode(message));
    String details = headers.get(GRPC_STATUS_DETAILS);
    return details == null || known == Code.OK ? status : withDetails(status, details);
  }

  private static Code codeOf(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return malformed(text);
      }
    }
    if (text.isEmpty() || text.length() > 9) {
      return malformed(text);
    }
    return Code.of(Integer.parseInt(text));
  }

  private static Code malformed(String text) {
    throw Status.of(Code.UNKNOWN, "malformed grpc-status \"" + text + "\"").asException();
  }

  private static Status withDetails(Status status, String value) {
    Status details;
    try {
      details = StatusDetails.decode(BinaryValues.decode(value).get(0));
    } catch (IllegalArgumentException e) {
      throw Status.of(Code.INTERNAL, "malformed grpc-status-details-bin: " + e.getMessage())
          .asException();
    }
    if (details.code() != status.code()) {
      throw Status.of(
              Code.INTERNAL,
              "grpc-status-details-bin says " + details.code() + ", grpc-status " + status.code())
          .asException();
    }
    return status.withDetails(details.details());
  }
}
