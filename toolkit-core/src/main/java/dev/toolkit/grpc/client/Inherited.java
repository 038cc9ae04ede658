package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallOptions;
import org.jspecify.annotations.Nullable;

/** What a call takes over from the call that is being served where it is made. */
final class Inherited {

  private Inherited() {}

  /** The call to inherit from, or null. */
  static @Nullable CallContext from(CallOptions options) {
    return options.inherit() ? CallContext.current() : null;
  }

  /** The earliest of the deadlines that the caller and the call being served have set, or null. */
  static @Nullable Deadline deadline(CallOptions options, @Nullable CallContext parent) {
    Deadline deadline = options.deadline();
    if (options.timeout() != null) {
      deadline = earliest(deadline, Deadline.after(options.timeout()));
    }
    return parent == null ? deadline : earliest(deadline, parent.head().deadline());
  }

  /** What a call fails with when the call that is being served is cancelled. */
  static Status status(Status reason) {
    Code code = reason.code() == Code.DEADLINE_EXCEEDED ? reason.code() : Code.CANCELLED;
    return Status.of(code, "cancelled with the call being served: " + reason.message());
  }

  private static @Nullable Deadline earliest(@Nullable Deadline one, @Nullable Deadline other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.min(other);
  }
}
