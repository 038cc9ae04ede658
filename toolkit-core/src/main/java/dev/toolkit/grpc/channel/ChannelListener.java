package dev.toolkit.grpc.channel;

/** Hears what happens to a channel, on its event loop; must not block. */
@FunctionalInterface
public interface ChannelListener {

  /** Something happened. */
  void happened(ChannelEvent event);
}
