package dev.toolkit.grpc.interop;

/** Says what differed from what a case expects. */
final class CaseFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CaseFailedException(String message) {
    super(message);
  }
}
