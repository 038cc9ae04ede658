package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.net.SocketAddress;

/**
 * The calls of balancers and health checks on one subchannel, which have the credentials of the
 * channel, as any other has.
 */
record BalancerCalls(ChannelCore core, Connections connections, SocketAddress address)
    implements CallInvoker {

  @Override
  public GrpcStream invoke(CallHead head) {
    Connection connection = connections.withRoom();
    if (connection == null) {
      return ended(Status.of(Code.UNAVAILABLE, "no connection to " + address + " has room"));
    }
    CallCredentials credentials = CredentialsWait.of(core, head);
    if (credentials == null) {
      return connection.invoke(head);
    }
    Status refusal = CredentialsWait.refusal(credentials, connection);
    if (refusal != null) {
      return ended(refusal);
    }
    var wait = new CredentialsWait(core, core.context, head, connection::invoke);
    wait.ask(credentials, connection);
    return wait;
  }

  private static GrpcStream ended(Status why) {
    var ended = new WaitingStream();
    ended.end(Frame.Trailers.transport(why, Frame.Progress.NOT_SENT));
    return ended;
  }
}
