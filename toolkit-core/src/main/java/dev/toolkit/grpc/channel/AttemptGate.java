package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the pick of an attempt and its connection: the name that is called, and the
 * credentials.
 */
final class AttemptGate {

  /** Marks the head of an attempt that has got its credentials. */
  private static final Attributes.Key<Boolean> PASSED = new Attributes.Key<>("credentials-given");

  private AttemptGate() {}

  /** The stream of an attempt that must wait, or has failed; null for one that may run. */
  static @Nullable GrpcStream stop(
      ChannelCall call, CallHead attempt, PickResult.To pick, Connection connection) {
    ChannelCore core = call.core();
    CallCredentials credentials = CredentialsWait.of(core, attempt);
    if (credentials == null && attempt.authority().isEmpty()) {
      return null;
    }
    Status refusal = wrongName(core, attempt, pick, connection);
    if (refusal == null && credentials != null) {
      refusal = CredentialsWait.refusal(credentials, connection);
    }
    if (refusal != null) {
      return WaitingAttempt.failed(call, attempt, refusal);
    }
    if (credentials == null || attempt.attributes().get(PASSED) != null) {
      return null;
    }
    var wait =
        new CredentialsWait(
            core,
            call.context(),
            attempt,
            given -> call.resume(given.withAttribute(PASSED, true), pick));
    call.asks(wait);
    wait.ask(credentials, connection);
    return wait;
  }

  /** Why the peer may not be called as the call wants to; null if it may. */
  private static @Nullable Status wrongName(
      ChannelCore core, CallHead attempt, PickResult.To pick, Connection connection) {
    String authority = attempt.authority();
    boolean usual =
        authority.isEmpty()
            || authority.equals(core.setup.authority())
            || authority.equals(pick.subchannel().attributes().get(Endpoint.AUTHORITY));
    return usual ? null : CalledName.refusal(authority, connection.peer().sslSession());
  }
}
