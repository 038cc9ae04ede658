package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemes of sockets say is what servers listen at. */
class UnixSocketIT {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void aPathIsConnectedTo(boolean nativeTransport) throws Exception {
    String path = directory.resolve("a b.sock").toString();

    assertEquals(
        "hello",
        greetingAt(
            "unix://" + path.replace(" ", "%20"),
            SocketAddress.domainSocketAddress(path),
            nativeTransport));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void anAbstractNameIsConnectedToWithNativeTransport() throws Exception {
    String name = "toolkit-" + UUID.randomUUID();

    assertEquals(
        "hello",
        greetingAt("unix-abstract:" + name, SocketAddress.domainSocketAddress("\0" + name), true));
  }

  private static String greetingAt(String target, SocketAddress address, boolean nativeTransport)
      throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
    try {
      assertEquals(nativeTransport, vertx.isNativeTransportEnabled());
      NetServer server = vertx.createNetServer(); // referenced to the end: else it may be closed
      await(server.connectHandler(socket -> socket.end(Buffer.buffer("hello"))).listen(address));
      Promise<String> greeting = Promise.promise();
      NetClient client = vertx.createNetClient();
      client
          .connect(endpoint(vertx, target))
          .onFailure(greeting::fail)
          .onSuccess(socket -> socket.handler(bytes -> greeting.complete(bytes.toString())));
      String text = await(greeting.future());
      await(client.close());
      await(server.close());
      return text;
    } finally {
      await(vertx.close());
    }
  }

  private static SocketAddress endpoint(Vertx vertx, String text) {
    var registry =
        ResolverRegistry.of(
            List.of(UnixResolverProvider.ofPaths(), UnixResolverProvider.ofAbstractNames()));
    Target target = registry.parse(text);
    var listener = new Listened();
    registry
        .byScheme(target.scheme())
        .create(
            target, new ResolverContext(vertx, Timers.of(vertx), System::nanoTime, new Random(1)))
        .start(listener);
    return listener.last().endpoints().get(0).addresses().get(0);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
