package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolution;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks a name up in the hosts file, and then in DNS: its addresses, each of which is an endpoint,
 * and a service config.
 *
 * <p>A name of the hosts file is asked of no server. A TXT record that can't be had or read leaves
 * the service config that was found last: an outage of DNS changes nothing. For the same reason a
 * name that does not exist (any more) is a failure, and not an empty list.
 */
final class DnsLookup implements Lookup {

  private static final System.Logger LOG = System.getLogger(DnsLookup.class.getName());
  private static final String TEXT_PREFIX = "_grpc_config.";

  private final HostPort host;
  private final DnsQueries queries;
  private final @Nullable ServiceConfigChoices choices;
  private @Nullable String serviceConfig;

  /**
   * A look-up.
   *
   * @param host the name
   * @param queries asks
   * @param choices says which service config is taken; null if none is looked for
   */
  DnsLookup(HostPort host, DnsQueries queries, @Nullable ServiceConfigChoices choices) {
    this.host = host;
    this.queries = queries;
    this.choices = choices;
  }

  @Override
  public Future<Resolution> resolve() {
    return queries
        .hosts(host.host())
        .recover(this::unresolved)
        .compose(found -> found.isEmpty() ? ask() : Future.succeededFuture(resolution(found)));
  }

  @Override
  public void close() {
    queries.close();
  }

  private Future<Resolution> ask() {
    Future<List<InetAddress>> addresses =
        queries.addresses(host.host()).compose(this::notEmpty).recover(this::unresolved);
    Future<Void> texts = askTexts();
    return addresses.compose(found -> texts.map(done -> resolution(found)));
  }

  /** Completes when the service config is known or can't be. */
  private Future<Void> askTexts() {
    if (choices == null) {
      return Future.succeededFuture();
    }
    return queries
        .texts(TEXT_PREFIX + host.host())
        .map(choices::choose)
        .onSuccess(chosen -> serviceConfig = chosen.isEmpty() ? null : chosen)
        .onFailure(this::logTexts)
        .otherwiseEmpty()
        .mapEmpty();
  }

  private void logTexts(Throwable failure) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "no service config from TXT " + TEXT_PREFIX + host.host(),
        failure);
  }

  private Future<List<InetAddress>> notEmpty(List<InetAddress> found) {
    return found.isEmpty()
        ? Future.failedFuture("it has neither A nor AAAA records")
        : Future.succeededFuture(found);
  }

  private Future<List<InetAddress>> unresolved(Throwable failure) {
    String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return Future.failedFuture(
        Status.of(Code.UNAVAILABLE, this + " could not be resolved: " + why)
            .withCause(failure)
            .asException());
  }

  private Resolution resolution(List<InetAddress> found) {
    List<Endpoint> endpoints =
        found.stream()
            .map(address -> Endpoint.of(Addresses.of(address, host.port())))
            .distinct()
            .toList();
    return new Resolution(endpoints, serviceConfig, Attributes.EMPTY);
  }

  @Override
  public String toString() {
    return "dns name " + host.host();
  }
}
