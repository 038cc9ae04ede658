package dev.toolkit.grpc.call;

/**
 * What calls can be made on: a channel, a subchannel, a connection, and whatever is put around one.
 */
@FunctionalInterface
public interface CallInvoker {

  /**
   * Starts a call. It never throws for a reason that lies in the call or the peer: such a call ends
   * by its {@link Frame.Trailers}.
   *
   * @param head how the call begins
   * @return the client's end of the call, on the calling context
   */
  GrpcStream invoke(CallHead head);
}
