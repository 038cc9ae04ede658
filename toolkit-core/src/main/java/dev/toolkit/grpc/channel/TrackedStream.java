package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;

/** An attempt of whose end a picker wants to hear. */
final class TrackedStream extends WatchedStream {

  private final AttemptTracker tracker;

  TrackedStream(GrpcStream stream, AttemptTracker tracker) {
    super(stream);
    this.tracker = tracker;
  }

  @Override
  void arrived(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      tracker.ended(trailers);
    }
  }
}
