package dev.toolkit.grpc;

/**
 * The one exception that a call fails with: a status, and the trailing metadata that came with it.
 *
 * <p>It carries no stack trace: a status tells where it was made, and making one must stay cheap on
 * an event loop.
 */
public final class StatusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Status status;
  private final transient Metadata trailers;

  /** An exception for a status without trailing metadata. */
  public StatusException(Status status) {
    this(status, Metadata.EMPTY);
  }

  /** An exception for a status and the metadata that a server sends, or sent, after it. */
  public StatusException(Status status, Metadata trailers) {
    super(status.toString(), status.cause(), false, false);
    this.status = status;
    this.trailers = trailers;
  }

  /** The status. */
  public Status status() {
    return status;
  }

  /** The trailing metadata, empty for none. */
  public Metadata trailers() {
    return trailers;
  }

  /** The code of the status. */
  public Code code() {
    return status.code();
  }
}
