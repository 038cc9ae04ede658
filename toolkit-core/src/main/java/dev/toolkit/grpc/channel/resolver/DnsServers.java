package dev.toolkit.grpc.channel.resolver;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks DNS servers, by Netty's resolver and with the options of the Vertx.
 *
 * <p>Vert.x's own resolver is made for connecting to one address: it leaves AAAA records out where
 * there are A records, and knows no TXT. This one gives all, and keeps no cache: how often is asked
 * is the resolver's decision. It has no socket open between two look-ups.
 */
final class DnsServers implements DnsQueries {

  private final VertxInternal vertx;
  private final AddressResolverOptions options;
  private final HostsFile hosts;
  private final @Nullable HostPort server;
  private @Nullable DnsNameResolver resolver;

  private DnsServers(VertxInternal vertx, @Nullable HostPort server) {
    this.vertx = vertx;
    this.options = vertx.nameResolver().options();
    this.hosts = new HostsFile(vertx, options);
    this.server = server;
  }

  /**
   * Asks for a context that is said by the first question.
   *
   * @param server the server to ask; null for those of the Vertx, or the JVM's resolver if Vert.x's
   *     was switched off
   */
  static DnsQueries queries(Vertx vertx, @Nullable HostPort server) {
    var internal = (VertxInternal) vertx;
    boolean off =
        !(internal.nameResolver().nettyAddressResolverGroup() instanceof DnsAddressResolverGroup);
    return off && server == null ? new JvmQueries(vertx) : new DnsServers(internal, server);
  }

  @Override
  public Future<List<InetAddress>> hosts(String name) {
    return hosts.addresses(name);
  }

  @Override
  public Future<List<InetAddress>> addresses(String name) {
    ContextInternal context = vertx.getOrCreateContext();
    var promise = context.<List<InetAddress>>promise();
    resolver(context).resolveAll(name).addListener(promise);
    return promise
        .future()
        .recover(DnsServers::noneIfNoRecord)
        .recover(failure -> Future.failedFuture(reason(failure)));
  }

  @Override
  public Future<List<String>> texts(String name) {
    ContextInternal context = vertx.getOrCreateContext();
    var question = new DefaultDnsQuestion(name, DnsRecordType.TXT);
    var promise = context.<List<DnsRecord>>promise();
    resolver(context).resolveAll(question).addListener(promise);
    return promise
        .future()
        .map(DnsServers::textsOf)
        .recover(DnsServers::noneIfNoRecord)
        .recover(DnsServers::noneIfNoName);
  }

  @Override
  public void close() {
    if (resolver != null) {
      resolver.close();
      resolver = null;
    }
  }

  private DnsNameResolver resolver(ContextInternal context) {
    if (resolver == null) {
      resolver = builder().eventLoop(context.nettyEventLoop()).build();
    }
    return resolver;
  }

  private DnsNameResolverBuilder builder() {
    var builder =
        new DnsNameResolverBuilder()
            .datagramChannelFactory(vertx.transport().datagramChannelFactory())
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            .socketChannelFactory(
                () -> (SocketChannel) vertx.transport().channelFactory(false).newChannel())
            .resolveCache(NoopDnsCache.INSTANCE)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .completeOncePreferredResolved(false)
            .hostsFileEntriesResolver((name, types) -> null)
            .optResourceEnabled(options.isOptResourceEnabled())
            .queryTimeoutMillis(options.getQueryTimeout())
            .maxQueriesPerResolve(options.getMaxQueries())
            .recursionDesired(options.getRdFlag());
    if (options.getSearchDomains() != null) {
      builder.searchDomains(options.getSearchDomains());
      builder.ndots(Math.max(options.getNdots(), 0));
    }
    return withServers(builder);
  }

  private DnsNameResolverBuilder withServers(DnsNameResolverBuilder builder) {
    List<InetSocketAddress> servers = servers();
    if (servers.isEmpty()) {
      return builder.nameServerProvider(DnsServerAddressStreamProviders.platformDefault());
    }
    DnsServerAddresses addresses =
        options.isRotateServers()
            ? DnsServerAddresses.rotational(servers)
            : DnsServerAddresses.sequential(servers);
    return builder.nameServerProvider(name -> addresses.stream());
  }

  private List<InetSocketAddress> servers() {
    if (server != null) {
      return List.of(address(server));
    }
    if (options.getServers() == null) {
      return List.of();
    }
    return options.getServers().stream()
        .map(text -> address(HostPort.parse(text, DnsResolverProvider.DNS_PORT)))
        .toList();
  }

  private static InetSocketAddress address(HostPort server) {
    return new InetSocketAddress(
        NetUtil.createInetAddressFromIpAddressString(server.host()), server.port());
  }

  private static List<String> textsOf(List<DnsRecord> records) {
    try {
      return records.stream()
          .filter(record -> record.type().equals(DnsRecordType.TXT))
          .map(record -> Txt.text(((DnsRawRecord) record).content()))
          .toList();
    } finally {
      records.forEach(ReferenceCountUtil::release);
    }
  }

  /** Answers without a record are a failure to Netty, and the only one without a cause. */
  private static <T> Future<List<T>> noneIfNoRecord(Throwable failure) {
    boolean none = failure instanceof UnknownHostException && failure.getCause() == null;
    return none ? Future.succeededFuture(List.of()) : Future.failedFuture(failure);
  }

  private static <T> Future<List<T>> noneIfNoName(Throwable failure) {
    DnsErrorCauseException answer = causeOf(failure, DnsErrorCauseException.class);
    return answer != null && answer.getCode().equals(DnsResponseCode.NXDOMAIN)
        ? Future.succeededFuture(List.of())
        : Future.failedFuture(failure);
  }

  /** Netty's message says what was asked; this says what was answered. */
  private Throwable reason(Throwable failure) {
    DnsErrorCauseException answer = causeOf(failure, DnsErrorCauseException.class);
    if (answer != null) {
      return new IOException("a DNS server answered " + answer.getCode(), failure);
    }
    if (causeOf(failure, DnsNameResolverTimeoutException.class) != null) {
      return new IOException(
          "no DNS server answered within " + options.getQueryTimeout() + " ms", failure);
    }
    return failure;
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
