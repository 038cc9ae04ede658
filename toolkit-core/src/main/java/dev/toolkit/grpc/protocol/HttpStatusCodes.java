package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;

/**
 * What the HTTP status of a response means that has no status of gRPC. See
 * http-grpc-status-mapping.md.
 */
public final class HttpStatusCodes {

  private HttpStatusCodes() {}

  /** The code that an HTTP status stands for. */
  public static Code codeOf(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> Code.INTERNAL;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.UNIMPLEMENTED;
      case 429, 502, 503, 504 -> Code.UNAVAILABLE;
      default -> Code.UNKNOWN;
    };
  }
}
