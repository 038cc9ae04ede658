package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.client.Texts.UNARY;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ConnectivityState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client to which nobody refers any more: Vert.x closes an HTTP client that is garbage, and with
 * it the connections.
 */
class ForgottenClientIT {

  private final Texts texts = new Texts();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void theCallOfAForgottenClientIsAnswered() throws InterruptedException {
    var asked = Promise.<StringValue>promise();
    var answer = Promise.<StringValue>promise();
    texts.service.unary(UNARY, question -> ask(asked, question, answer));
    var states = new CopyOnWriteArrayList<ConnectivityState>();
    GrpcClient client = client(states);
    var garbage = new WeakReference<Object>(client, collected);
    Future<StringValue> call = client.unary(UNARY, text("joe"), CallOptions.DEFAULT);
    await(asked.future());

    client = null;
    awaitCollection(garbage);
    collectMore();
    assertEquals(List.of(CONNECTING, READY), states); // no connection was drained
    answer.complete(text("hi joe"));

    assertEquals(text("hi joe"), await(call));
  }

  private GrpcClient client(List<ConnectivityState> states) {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + texts.startServer());
    options.getHttp().setPlaintext(true);
    return GrpcClient.builder(texts.vertx)
        .options(options)
        .channelListener(event -> take(event, states))
        .build();
  }

  private static void take(ChannelEvent event, List<ConnectivityState> states) {
    if (event instanceof ChannelEvent.StateChanged changed) {
      states.add(changed.to());
    }
  }

  private static Future<StringValue> ask(
      Promise<StringValue> asked, StringValue question, Promise<StringValue> answer) {
    asked.complete(question);
    return answer.future();
  }

  /** A reference must be held while it is waited for, or it is garbage itself. */
  private void awaitCollection(Reference<Object> garbage) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      System.gc();
      Reference<?> found = collected.remove(50);
      if (found == garbage) {
        return;
      }
    }
    fail("the client is still referred to");
  }

  /** Has the collector run, and whoever cleans up after it, often enough for a connection to go. */
  private void collectMore() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      awaitCollection(new WeakReference<Object>(new Object(), collected));
    }
  }
}
