package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.Peer;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/**
 * The call that a service answers, beside its messages.
 *
 * <p>It belongs to the context on which the method was called; {@link #isCancelled} may be asked on
 * any thread.
 */
public interface ServerCall extends CallContext {

  /**
   * The call that is being served on the current context.
   *
   * @throws IllegalStateException if there is none: the code runs on a context, or a thread, that
   *     does not belong to a call
   */
  static ServerCall current() {
    if (CallContext.current() instanceof ServerCall call) {
      return call;
    }
    throw new IllegalStateException(
        "no call is being served here: ServerCall.current() works in a method of a service and in"
            + " what runs on the same Vert.x context");
  }

  /** The method. */
  MethodDescriptor<?, ?> method();

  /** The metadata of the caller. */
  default Metadata metadata() {
    return head().metadata();
  }

  /** By when the call must be complete, null for never. */
  default @Nullable Deadline deadline() {
    return head().deadline();
  }

  /** The authority that was called. */
  default String authority() {
    return head().authority();
  }

  /** The other side of the connection; null on a transport that has none. */
  default @Nullable Peer peer() {
    return head().attributes().get(Peer.KEY);
  }

  /**
   * Adds metadata to the head of the response.
   *
   * @throws IllegalStateException if the head was sent
   */
  ServerCall responseHeaders(Metadata metadata);

  /** Sends the head of the response now rather than with the first message, unless it was sent. */
  void sendHeaders();

  /**
   * Adds metadata to the end of the response.
   *
   * @throws IllegalStateException if the end was sent
   */
  ServerCall responseTrailers(Metadata metadata);

  /**
   * Compresses the responses with a compressor rather than that of the requests.
   *
   * @param name a compressor of the server that the caller accepts, or {@code identity}
   * @throws IllegalArgumentException if the name is neither
   * @throws IllegalStateException if the head of the response was sent
   */
  ServerCall responseCompression(String name);

  /**
   * Says whether the responses that are written next are to be compressed, until told otherwise;
   * they are by default. It changes nothing where {@link #responseCompression} is {@code identity}.
   * A response of no bytes never is.
   */
  ServerCall compressNext(boolean compress);

  /** Whether the request that was handed over last arrived compressed. */
  boolean lastRequestCompressed();

  /** Whether the call was cancelled, by its client, its deadline or its connection. */
  boolean isCancelled();

  @Override
  Runnable onCancel(Handler<Status> handler);
}
