package dev.toolkit.grpc.channel.resolver;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** What is asked of a hosts file and of DNS servers. Used on one context only. */
interface DnsQueries {

  /** What the hosts file says of a name; empty if it says nothing. */
  Future<List<InetAddress>> hosts(String name);

  /** All A and AAAA records of a name. Without any, it fails with the reason. */
  Future<List<InetAddress>> addresses(String name);

  /**
   * The TXT records of a name, each with its pieces put together; empty if the servers say that
   * there are none.
   */
  Future<List<String>> texts(String name);

  /** Gives up what is under way, and leaves nothing open. */
  void close();
}
