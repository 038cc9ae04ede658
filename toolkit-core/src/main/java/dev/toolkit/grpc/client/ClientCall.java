package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Peer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * One call with all that belongs to it, whatever its kind.
 *
 * <p>The call has begun when it is handed over; the requests are written and {@linkplain
 * WriteStream#end ended} by its maker. It may be used from any thread; its handlers run, and its
 * futures complete, on the context on which it was made.
 *
 * @param <Q> the class of the requests
 * @param <R> the class of the responses
 */
public interface ClientCall<Q, R> {

  /** The method that is called. */
  MethodDescriptor<Q, R> method();

  /**
   * The stream of requests. A write, or the end, that comes after the end of the call or of the
   * requests fails with a {@code StatusException}.
   */
  WriteStream<Q> requests();

  /**
   * Writes a request compressed or not, whatever the options say.
   *
   * @param message the request
   * @param compress whether to compress it with the compressor that the call's options name
   */
  Future<Void> write(Q message, boolean compress);

  /**
   * The stream of responses, paused. Its end is the OK of the call; any other status goes to the
   * exception handler as a {@code StatusException}. To take its handler away before the end cancels
   * the call. The end is told once the stream was resumed or fetched from.
   */
  ReadStream<R> responses();

  /**
   * The one response, which is then read for its caller.
   *
   * @throws IllegalStateException for a method that has many
   */
  Future<R> response();

  /**
   * The metadata at the beginning of the response; empty when the call ends OK without. It fails
   * when the call fails before.
   */
  Future<Metadata> headers();

  /** The metadata at the end of the call, however that ends; it never fails. */
  Future<Metadata> trailers();

  /** How the call ended; it never fails. */
  Future<Status> status();

  /** The peer of the latest attempt; null as long as the call has no connection. */
  @Nullable Peer peer();

  /**
   * Sets what sees each message before it is decoded: its payload, and whether it arrived
   * compressed.
   */
  ClientCall<Q, R> messageListener(Handler<Frame.Message> listener);

  /** Ends the call with CANCELLED; of no effect after its end. */
  void cancel(String reason);
}
