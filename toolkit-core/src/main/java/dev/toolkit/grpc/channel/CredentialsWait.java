package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An attempt that waits for its credentials, and then goes on with them. */
final class CredentialsWait extends WaitingStream {

  private final ChannelCore core;
  private final ContextInternal context;
  private final CallHead head;
  private final Function<CallHead, GrpcStream> next;

  /**
   * An attempt on a context.
   *
   * @param next makes what the attempt goes on as, from its head with the metadata of the
   *     credentials
   */
  CredentialsWait(
      ChannelCore core,
      ContextInternal context,
      CallHead head,
      Function<CallHead, GrpcStream> next) {
    this.core = core;
    this.context = context;
    this.head = head;
    this.next = next;
  }

  /** The credentials of a call and of its channel, or null. */
  static @Nullable CallCredentials of(ChannelCore core, CallHead head) {
    CallCredentials ofChannel = core.setup.credentials();
    CallCredentials ofCall = head.attributes().get(CallCredentials.KEY);
    if (ofChannel == null || ofCall == null) {
      return ofChannel == null ? ofCall : ofChannel;
    }
    return ofChannel.and(ofCall);
  }

  /** Why credentials may not be sent on a connection; null if they may. */
  static @Nullable Status refusal(CallCredentials credentials, Connection connection) {
    if (!credentials.needPrivacy() || connection.isSecure()) {
      return null;
    }
    String message =
        "credentials are not sent to "
            + connection.peer().remoteAddress()
            + " in plaintext, unless they allow it";
    return Status.of(Code.UNAUTHENTICATED, message);
  }

  /** Asks for the credentials; called once. */
  void ask(CallCredentials credentials, Connection connection) {
    String authority = head.authority().isEmpty() ? core.setup.authority() : head.authority();
    Future<Metadata> asked;
    try {
      asked =
          credentials.metadata(
              new CallCredentials.Request(head.path(), authority, connection.peer()));
    } catch (RuntimeException | Error e) { // credentials are anybody's code
      asked = Future.failedFuture(e);
    }
    if (asked.isComplete()) {
      answered(asked);
    } else {
      asked.onComplete(answer -> context.emit(answer, this::answered));
    }
  }

  @Override
  void ended(Frame.Trailers trailers) {
    AttemptListener listener = head.attributes().get(AttemptListener.KEY);
    if (listener != null) {
      listener.ended(trailers);
    }
  }

  private void answered(AsyncResult<Metadata> answer) {
    if (!isWaiting()) {
      return; // cancelled meanwhile
    }
    if (answer.failed()) {
      end(Frame.Trailers.local(failure(answer.cause()), Frame.Progress.NOT_SENT));
    } else {
      join(next.apply(head.withMetadata(answer.result().withAll(head.metadata()))));
    }
  }

  private static Status failure(Throwable cause) {
    Status status = Status.of(cause);
    boolean said = status.code() != Code.UNKNOWN || !status.message().isEmpty();
    return said
        ? ControlPlane.legal(status)
        : Status.of(Code.UNAUTHENTICATED, "the credentials failed: " + cause).withCause(cause);
  }
}
