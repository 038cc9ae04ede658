package dev.toolkit.grpc.channel.resolver;

import io.netty.resolver.HostsFileEntriesProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hosts file of a Vertx: the platform's, or the one of its options. It is read anew each time.
 */
final class HostsFile {

  private final Vertx vertx;
  private final AddressResolverOptions options;

  HostsFile(Vertx vertx, AddressResolverOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** All addresses of a name, IPv4 first; empty if it is not in the file. */
  Future<List<InetAddress>> addresses(String name) {
    String key = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return vertx
        .executeBlocking(this::read, false)
        .map(entries -> addresses(entries, key.toLowerCase(Locale.ENGLISH)));
  }

  private HostsFileEntriesProvider read() throws IOException {
    var parser = HostsFileEntriesProvider.parser();
    if (options.getHostsPath() != null) {
      return parser.parse(file(options.getHostsPath()), Charset.defaultCharset());
    }
    return options.getHostsValue() != null
        ? parser.parse(new StringReader(options.getHostsValue().toString()))
        : parser.parseSilently();
  }

  private static File file(String path) throws IOException {
    var file = new File(path);
    if (!file.isFile()) {
      throw new IOException("hosts file " + path + " is not there");
    }
    return file;
  }

  private static List<InetAddress> addresses(HostsFileEntriesProvider entries, String name) {
    var all = new ArrayList<>(entries.ipv4Entries().getOrDefault(name, List.of()));
    all.addAll(entries.ipv6Entries().getOrDefault(name, List.of()));
    return all;
  }
}
