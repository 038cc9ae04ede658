package dev.toolkit.grpc;

/** How many messages flow each way in a call of a method. */
public enum MethodKind {
  /** One request, one response. */
  UNARY(true, true),
  /** Many requests, one response. */
  CLIENT_STREAMING(false, true),
  /** One request, many responses. */
  SERVER_STREAMING(true, false),
  /** Many requests, many responses; also the kind of a method that is not known. */
  BIDI_STREAMING(false, false);

  private final boolean oneRequest;
  private final boolean oneResponse;

  MethodKind(boolean oneRequest, boolean oneResponse) {
    this.oneRequest = oneRequest;
    this.oneResponse = oneResponse;
  }

  /** Whether the client sends exactly one message. */
  public boolean isOneRequest() {
    return oneRequest;
  }

  /** Whether the server sends exactly one message when it succeeds. */
  public boolean isOneResponse() {
    return oneResponse;
  }
}
