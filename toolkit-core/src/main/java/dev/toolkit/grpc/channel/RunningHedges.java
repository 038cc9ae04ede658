package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the attempts of one hedged call run, of which there may be several at a time. Runs on the
 * context of the call.
 */
final class RunningHedges {

  private final List<HedgedStream> running = new ArrayList<>(2);

  /**
   * An attempt that has begun to run.
   *
   * @param answered hears that the peer has answered it, once
   */
  GrpcStream add(GrpcStream stream, SocketAddress endpoint, Runnable answered) {
    var hedge = new HedgedStream(stream, endpoint, answered);
    running.add(hedge);
    return hedge;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** The endpoints, for messages. */
  @Override
  public String toString() {
    return running.stream()
        .map(hedge -> hedge.endpoint.toString())
        .collect(Collectors.joining(" and "));
  }

  /** One of the attempts. */
  private final class HedgedStream extends WatchedStream {

    private final SocketAddress endpoint;
    private final Runnable whenAnswered;
    private boolean answered;

    HedgedStream(GrpcStream stream, SocketAddress endpoint, Runnable whenAnswered) {
      super(stream);
      this.endpoint = endpoint;
      this.whenAnswered = whenAnswered;
    }

    @Override
    void arrived(Frame frame) {
      boolean ended = frame instanceof Frame.Trailers;
      if (ended) {
        running.remove(this);
      }
      boolean byPeer = !ended || ((Frame.Trailers) frame).origin() == Frame.Origin.PEER;
      if (byPeer && !answered) {
        answered = true;
        whenAnswered.run();
      }
    }
  }
}
