package dev.toolkit.grpc;

import java.util.Objects;

/**
 * A method of a service: its name, kind and message types.
 *
 * @param serviceName the full name of the service, such as {@code helloworld.Greeter}
 * @param methodName the name of the method, such as {@code SayHello}
 * @param kind how many messages flow each way
 * @param requestType the type of the requests
 * @param responseType the type of the responses
 * @param idempotency what is known about calling it twice
 * @param path the path that names the method on the wire, {@code /helloworld.Greeter/SayHello}
 * @param <Q> the class of the requests
 * @param <R> the class of the responses
 */
public record MethodDescriptor<Q, R>(
    String serviceName,
    String methodName,
    MethodKind kind,
    MessageType<Q> requestType,
    MessageType<R> responseType,
    Idempotency idempotency,
    String path) {

  /** Checks the components. */
  public MethodDescriptor {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(requestType, "requestType");
    Objects.requireNonNull(responseType, "responseType");
    Objects.requireNonNull(idempotency, "idempotency");
    if (!path.equals("/" + serviceName + "/" + methodName)) {
      throw new IllegalArgumentException(
          "path is " + path + ", expected /" + serviceName + "/" + methodName);
    }
  }

  /** A method with one request and one response. */
  public static <Q, R> MethodDescriptor<Q, R> unary(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return of(service, method, MethodKind.UNARY, requests, responses);
  }

  /** A method with many requests and one response. */
  public static <Q, R> MethodDescriptor<Q, R> clientStreaming(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return of(service, method, MethodKind.CLIENT_STREAMING, requests, responses);
  }

  /** A method with one request and many responses. */
  public static <Q, R> MethodDescriptor<Q, R> serverStreaming(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return of(service, method, MethodKind.SERVER_STREAMING, requests, responses);
  }

  /** A method with many requests and many responses. */
  public static <Q, R> MethodDescriptor<Q, R> bidiStreaming(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return of(service, method, MethodKind.BIDI_STREAMING, requests, responses);
  }

  /** A method of the given kind, of which nothing is known about calling it twice. */
  public static <Q, R> MethodDescriptor<Q, R> of(
      String service,
      String method,
      MethodKind kind,
      MessageType<Q> requests,
      MessageType<R> responses) {
    var path = "/" + service + "/" + method;
    return new MethodDescriptor<>(
        service, method, kind, requests, responses, Idempotency.UNKNOWN, path);
  }

  /** This method with what is known about calling it twice. */
  public MethodDescriptor<Q, R> withIdempotency(Idempotency idempotency) {
    return new MethodDescriptor<>(
        serviceName, methodName, kind, requestType, responseType, idempotency, path);
  }

  /** The name without the leading slash, {@code helloworld.Greeter/SayHello}. */
  public String fullName() {
    return path.substring(1);
  }

  @Override
  public String toString() {
    return fullName();
  }
}
