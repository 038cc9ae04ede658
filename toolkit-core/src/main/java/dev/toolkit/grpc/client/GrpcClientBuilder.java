package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.call.HealthChecker;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.Channel;
import dev.toolkit.grpc.channel.ChannelListener;
import dev.toolkit.grpc.channel.ChannelSetup;
import dev.toolkit.grpc.channel.EndpointEvidence;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.SharedResolver;
import dev.toolkit.grpc.channel.Target;
import dev.toolkit.grpc.config.IgnoredFields;
import dev.toolkit.grpc.config.ServiceConfig;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.Transport;
import dev.toolkit.grpc.transport.http.HttpClientTransport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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
  private @Nullable ResolverRegistry resolvers;
  private BalancerRegistry balancers;
  private HealthChecker healthChecker;
  private ChannelListener channelListener = event -> {};
  private @Nullable Function<CallHead, AttemptListener> attemptListeners;
  private @Nullable CallCredentials credentials;
  private EndpointEvidence evidence = new EndpointEvidence();

  GrpcClientBuilder(Vertx vertx) {
    this.vertx = vertx;
    this.balancers = Defaults.balancers(vertx);
    this.healthChecker = Defaults.healthChecker(vertx);
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

  /** Sets the resolvers that a target can name by its scheme, the default one first. */
  public GrpcClientBuilder resolvers(ResolverRegistry resolvers) {
    this.resolvers = resolvers;
    return this;
  }

  /** Sets the balancing policies that a service config can name. */
  public GrpcClientBuilder balancers(BalancerRegistry balancers) {
    this.balancers = balancers;
    return this;
  }

  /** Sets what asks servers for their health. Default: {@code grpc.health.v1}. */
  public GrpcClientBuilder healthChecker(HealthChecker healthChecker) {
    this.healthChecker = healthChecker;
    return this;
  }

  /** The policies so far, to which others can be added. */
  public BalancerRegistry balancers() {
    return balancers;
  }

  /** The resolvers so far, to which others can be added. */
  public ResolverRegistry resolvers() {
    if (resolvers != null) {
      return resolvers;
    }
    return Defaults.resolvers(transport == null ? options.getHttp().getProxy() : null);
  }

  /** Sets who hears what happens to the channels, on the event loop of each. */
  public GrpcClientBuilder channelListener(ChannelListener listener) {
    this.channelListener = listener;
    return this;
  }

  /** Sets what makes the listener of each attempt of a call. */
  public GrpcClientBuilder attemptListeners(Function<CallHead, AttemptListener> listeners) {
    this.attemptListeners = listeners;
    return this;
  }

  /** Sets credentials of all calls, also of those by which servers are asked for their health. */
  public GrpcClientBuilder credentials(CallCredentials credentials) {
    this.credentials = credentials;
    return this;
  }

  /**
   * Sets what is known of the endpoints, for clients that share it, and for who wants to hear what
   * a client finds out, or tell it what others have. Default: each client has its own, which its
   * event loops share.
   */
  public GrpcClientBuilder evidence(EndpointEvidence evidence) {
    this.evidence = evidence;
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
    var loops = new EventLoops((VertxInternal) vertx, channels(opensConnections), interceptors);
    return new GrpcClientImpl(new HeadFactory(codecs, compressors, options), loops);
  }

  private Function<Context, Channel> channels(Transport opensConnections) {
    ResolverRegistry schemes = resolvers();
    Target target = schemes.parse(options.getTarget());
    ResolverProvider provider = schemes.byScheme(target.scheme());
    String authority =
        options.getAuthority() == null ? provider.authority(target) : options.getAuthority();
    var shared = sharedResolver(provider, target);
    ServiceConfig serviceConfig =
        ServiceConfig.of(options.getServiceConfig(), new IgnoredFields(options.getTarget()));
    var setup =
        new ChannelSetup(
            options.getTarget(),
            authority,
            opensConnections,
            options.getConnectTimeout(),
            options.channel(),
            shared::view,
            balancers,
            serviceConfig,
            healthChecker,
            attemptListeners,
            credentials,
            evidence,
            channelListener);
    balancers.check(serviceConfig);
    return context -> Channel.create(context, setup);
  }

  private SharedResolver sharedResolver(ResolverProvider provider, Target target) {
    ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    var means =
        new ResolverContext(
            vertx,
            Timers.of(vertx),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    return new SharedResolver(
        context,
        () -> provider.create(target, means),
        balancers,
        new IgnoredFields(options.getTarget()));
  }
}
