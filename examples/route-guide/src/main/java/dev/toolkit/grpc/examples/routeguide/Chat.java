package dev.toolkit.grpc.examples.routeguide;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One chat: answers a note with those that came before it from the same point. */
final class Chat {

  private final Map<Point, List<RouteNote>> notes = new HashMap<>();
  private final ReadStream<RouteNote> incoming;
  private final WriteStream<RouteNote> outgoing;
  private final Promise<Void> done = Promise.promise();

  Chat(ReadStream<RouteNote> incoming, WriteStream<RouteNote> outgoing) {
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  Future<Void> run() {
    incoming
        .handler(this::answer)
        .exceptionHandler(done::tryFail)
        .endHandler(v -> done.tryComplete())
        .resume();
    return done.future();
  }

  /** Takes the next note when the caller has read the answers to this one. */
  private void answer(RouteNote note) {
    List<RouteNote> before = notes.computeIfAbsent(note.getLocation(), at -> new ArrayList<>());
    for (RouteNote earlier : before) {
      outgoing.write(earlier).onFailure(done::tryFail);
    }
    before.add(note);
    if (outgoing.writeQueueFull()) {
      incoming.pause();
      outgoing.drainHandler(v -> incoming.resume());
    }
  }
}
