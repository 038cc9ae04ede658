package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Metadata;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Says who makes a call, by metadata that each of its attempts is sent with, such as a token.
 *
 * <p>They are given to one call by {@link CallOptions#withCredentials}, or to all calls of a client
 * by its builder; a call that has both is sent with both. They are asked when a connection was
 * picked for an attempt, and again for a retry; the deadline of the call goes on meanwhile.
 *
 * <p>On a connection that others can read they are not asked, and the attempt fails
 * UNAUTHENTICATED, unless they {@linkplain #alsoInPlaintext allow} it.
 */
@FunctionalInterface
public interface CallCredentials {

  /** The key of the credentials among the attributes of a call. */
  Attributes.Key<CallCredentials> KEY = new Attributes.Key<>("call-credentials");

  /**
   * Gives the metadata of an attempt. It is called on the context of the call, and must not block;
   * the future may complete anywhere.
   *
   * <p>A failure fails the attempt: a {@code StatusException} with its status, but INTERNAL in
   * place of a code that only a server may give (gRFC A54), and any other failure with
   * UNAUTHENTICATED. A retry policy decides whether there is another attempt.
   */
  Future<Metadata> metadata(Request request);

  /** Whether they may only be sent where nobody else can read them; true unless it is said. */
  default boolean needPrivacy() {
    return true;
  }

  /** These credentials, sent over connections that others can read as well. */
  default CallCredentials alsoInPlaintext() {
    return new JoinedCredentials(this, request -> Future.succeededFuture(Metadata.EMPTY), false);
  }

  /** These credentials and others, which are asked after these. */
  default CallCredentials and(CallCredentials others) {
    return new JoinedCredentials(this, others, needPrivacy() || others.needPrivacy());
  }

  /** A bearer token, which is sent as {@code authorization: Bearer token}. See RFC 6750. */
  static CallCredentials bearer(Supplier<Future<String>> token) {
    return request -> token.get().map(value -> Metadata.of("authorization", "Bearer " + value));
  }

  /**
   * What credentials are wanted for.
   *
   * @param path the path of the method, {@code /helloworld.Greeter/SayHello}
   * @param authority the authority that is called
   * @param peer the other side of the connection
   */
  record Request(String path, String authority, Peer peer) {

    private static final String HTTPS_PORT = ":443";

    /** The service as a URI, for tokens that hold for one: {@code https://host/package.Service}. */
    public String audience() {
      boolean usual = authority.endsWith(HTTPS_PORT);
      int end = authority.length() - (usual ? HTTPS_PORT.length() : 0);
      return "https://" + authority.substring(0, end) + path.substring(0, path.lastIndexOf('/'));
    }
  }
}
