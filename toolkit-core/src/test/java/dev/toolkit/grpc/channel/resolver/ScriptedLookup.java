package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolution;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A look-up whose answers a test gives. */
final class ScriptedLookup implements Lookup {

  final List<Promise<Resolution>> asked = new ArrayList<>();
  boolean throwing;
  int closed;

  @Override
  public Future<Resolution> resolve() {
    Promise<Resolution> promise = Promise.promise();
    asked.add(promise);
    if (throwing) {
      throw new IllegalStateException("broken look-up");
    }
    return promise.future();
  }

  @Override
  public void close() {
    closed++;
  }

  void answer(int... ports) {
    var endpoints = new ArrayList<Endpoint>();
    for (int port : ports) {
      endpoints.add(Endpoint.of(SocketAddress.inetSocketAddress(port, "10.0.0.1")));
    }
    last().complete(Resolution.of(endpoints));
  }

  void fail(String message) {
    last().fail(message);
  }

  Promise<Resolution> last() {
    return asked.get(asked.size() - 1);
  }

  @Override
  public String toString() {
    return "dns name orders";
  }
}
