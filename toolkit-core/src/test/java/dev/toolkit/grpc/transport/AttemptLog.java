package dev.toolkit.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Peer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what is heard of an attempt. */
final class AttemptLog implements AttemptListener {

  private static final int LARGEST_PREFIX = 5;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Long> wireSizes = new CopyOnWriteArrayList<>();

  CallHead head(String path, @Nullable Deadline deadline) {
    return Recorder.head(path, Metadata.EMPTY, deadline).withAttribute(AttemptListener.KEY, this);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Checks the sizes on the wire, of what was sent and then received, against those without. */
  void assertWireSizes(int... sizes) {
    assertEquals(sizes.length, wireSizes.size());
    for (int i = 0; i < sizes.length; i++) {
      long extra = wireSizes.get(i) - sizes[i];
      assertTrue(extra == 0 || extra == LARGEST_PREFIX, "sizes are " + wireSizes);
    }
  }

  @Override
  public void started(Peer peer) {
    lines.add("started");
  }

  @Override
  public void messageSent(long bytes, long wireBytes) {
    lines.add("sent " + bytes);
    wireSizes.add(wireBytes);
  }

  @Override
  public void headersReceived(Metadata headers) {
    lines.add("headers " + headers.get("a"));
  }

  @Override
  public void messageReceived(long wireBytes) {
    lines.add("received");
    wireSizes.add(wireBytes);
  }

  @Override
  public void ended(Frame.Trailers trailers) {
    lines.add("ended " + trailers.status().code() + " " + trailers.progress());
  }
}
