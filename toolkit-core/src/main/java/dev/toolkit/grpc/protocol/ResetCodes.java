package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;

/** What the error codes of HTTP/2 mean for a call. See PROTOCOL-HTTP2.md, "Errors". */
public final class ResetCodes {

  /** The peer has not processed the stream. */
  public static final long REFUSED_STREAM = 0x7; // REFUSED_STREAM

  private static final String[] NAMES = {
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"
  };

  private ResetCodes() {}

  /** The code of a call whose stream was reset. */
  public static Code codeOf(long error) {
    if (error < 0 || error >= NAMES.length) {
      return Code.UNKNOWN;
    }
    return switch ((int) error) {
      case 0x7 -> Code.UNAVAILABLE; // REFUSED_STREAM
      case 0x8 -> Code.CANCELLED; // CANCEL
      case 0xb -> Code.RESOURCE_EXHAUSTED; // ENHANCE_YOUR_CALM
      case 0xc -> Code.PERMISSION_DENIED; // INADEQUATE_SECURITY
      default -> Code.INTERNAL;
    };
  }

  /** The name of an error code, or its number if it has none. */
  public static String nameOf(long error) {
    return error >= 0 && error < NAMES.length ? NAMES[(int) error] : "0x" + Long.toHexString(error);
  }
}
