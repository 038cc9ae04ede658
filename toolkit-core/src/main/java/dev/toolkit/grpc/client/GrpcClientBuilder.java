package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.channel.Channel;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Transport;
import dev.toolkit.grpc.transport.http.HttpClientTransport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts a {@link GrpcClient} together; here are its defaults. */
public final class GrpcClientBuilder {

  private final Vertx vertx;
  private GrpcClientOptions options = new GrpcClientOptions();
  private Codecs codecs = Codecs.defaults();
  private Compressors compressors = Compressors.defaults();
  private List<ClientInterceptor> interceptors = List.of();
  private @Nullable Transport transport;
  private @Nullable Function<CallHead, AttemptListener> attemptListeners;

  GrpcClientBuilder(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Sets the options, which are copied. */
  public GrpcClientBuilder options(GrpcClientOptions options) {
    this.options = new GrpcClientOptions(options);
    return this;
  }

  /** Sets the codecs that calls can name. */
  public GrpcClientBuilder codecs(Codecs codecs) {
    this.codecs = codecs;
    return this;
  }

  /** Sets the compressors that calls can name, and responses be compressed with. */
  public GrpcClientBuilder compressors(Compressors compressors) {
    this.compressors = compressors;
    return this;
  }

  /** Sets the interceptors, the outermost first. */
  public GrpcClientBuilder interceptors(List<ClientInterceptor> interceptors) {
    this.interceptors = List.copyOf(interceptors);
    return this;
  }

  /** Sets what opens the connections. Default: HTTP, by the options. */
  public GrpcClientBuilder transport(Transport transport) {
    this.transport = transport;
    return this;
  }

  /** Sets what makes the listener of each attempt of a call. */
  public GrpcClientBuilder attemptListeners(Function<CallHead, AttemptListener> listeners) {
    this.attemptListeners = listeners;
    return this;
  }

  /**
   * The client.
   *
   * @throws IllegalArgumentException if the options contradict each other, or name a compressor
   *     that is not in the set
   */
  public GrpcClient build() {
    if (compressors.byName(options.getCompression()) == null) {
      throw new IllegalArgumentException(
          "compression is " + options.getCompression() + ", known are " + compressors.names());
    }
    Transport opensConnections =
        transport != null
            ? transport
            : new HttpClientTransport(vertx, options.getHttp(), codecs, compressors);
    ConnectRequest request = request();
    Function<Context, Channel> channels =
        context ->
            Channel.create(context, opensConnections, request, options.channel(), attemptListeners);
    var loops = new EventLoops((VertxInternal) vertx, channels, interceptors);
    return new GrpcClientImpl(new HeadFactory(codecs, compressors, options), loops);
  }

  private ConnectRequest request() {
    Target target = Target.parse(options.getTarget());
    String authority = options.getAuthority() == null ? target.authority() : options.getAuthority();
    return new ConnectRequest(target.address(), authority, options.getConnectTimeout());
  }
}
