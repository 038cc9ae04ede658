package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import java.util.List;

/** What a test tells a picker of an attempt. */
public record FakePickArgs(CallHead head) implements PickArgs {

  /** A call without metadata. */
  public FakePickArgs() {
    this(Metadata.EMPTY);
  }

  /** A call with metadata. */
  public FakePickArgs(Metadata metadata) {
    this(metadata, Attributes.EMPTY);
  }

  /** A call with metadata and attributes. */
  public FakePickArgs(Metadata metadata, Attributes attributes) {
    this(
        new CallHead(
            "/test.Service/Method",
            MethodKind.UNARY,
            "",
            metadata,
            null,
            "proto",
            "identity",
            List.of(),
            CallOptions.DEFAULT,
            attributes));
  }
}
