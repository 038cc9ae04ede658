package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Status;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its response, as a call needs them; runs on the request's context. */
interface ServerExchange {

  /** Hears what happens to the exchange. */
  interface Listener {

    /** A piece of the request's body arrived. */
    void data(Buffer piece);

    /** The request is complete. */
    void requestEnded();

    /** The client reset the stream, or the connection was lost. */
    void failed(Status reason);

    /** The write queue has room again. */
    void drained();
  }

  /** The HTTP method. */
  String method();

  /** The path with the query. */
  String uri();

  /** The authority, empty if there is none. */
  String authority();

  /** The headers of the request. */
  MultiMap headers();

  /** Whether the exchange has trailers and can be reset, that is whether it is of HTTP/2. */
  boolean isHttp2();

  /** The connection. */
  HttpConnection connection();

  /** Lets the request flow to a listener. */
  void start(Listener listener);

  /** Stops the request's body. */
  void pause();

  /** Lets the request's body flow again. */
  void resume();

  /** Whether nothing more should be written before {@link Listener#drained}. */
  boolean writeQueueFull();

  /** Sets the HTTP status of the response. */
  void status(int code);

  /** Sets the content type of the response. */
  void contentType(String contentType);

  /** The other headers of the response, to be filled before the first write. */
  MultiMap responseHeaders();

  /** The trailers of the response, to be filled before the end. */
  MultiMap responseTrailers();

  /** Makes the trailers those of a call that succeeded, and no more. */
  void trailersOfSuccess();

  /** Writes the headers alone. */
  Future<Void> writeHead();

  /** Writes a piece of the body, and the headers if they were not written yet. */
  Future<Void> write(Buffer piece);

  /** Ends the response, with a last piece if there is one, and trailers if they were filled. */
  Future<Void> end(@Nullable Buffer piece);

  /** Resets the stream with an HTTP/2 error code; closes a connection of HTTP/1.1. */
  void reset(long code);
}
