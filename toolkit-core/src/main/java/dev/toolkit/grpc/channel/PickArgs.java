package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.CallHead;

/** What a picker is told of the attempt that it chooses for. */
public interface PickArgs {

  /** How the attempt begins: its method, metadata, options and attributes. */
  CallHead head();
}
