package dev.toolkit.grpc.call;

import io.vertx.core.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The other side of the connection that carries a call.
 *
 * @param remoteAddress its address
 * @param localAddress our address
 * @param sslSession the TLS session, null on a plaintext connection
 */
public record Peer(
    SocketAddress remoteAddress, SocketAddress localAddress, @Nullable SSLSession sslSession) {

  /** The key of the peer among the attributes of an incoming call. */
  public static final Attributes.Key<Peer> KEY = new Attributes.Key<>("peer");
}
