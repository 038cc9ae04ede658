package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;

/**
 * What is known of the health of a service on one connection. See gRFC A17.
 *
 * @param state what to make of it
 * @param reason why it is so, UNAVAILABLE if calls should go elsewhere; OK where there is nothing
 *     to say
 */
public record Health(State state, Status reason) {

  /** The server was asked and has not answered. */
  public static final Health CHECKING = new Health(State.CHECKING, Status.OK);

  /** The server says that it serves. */
  public static final Health SERVING = new Health(State.SERVING, Status.OK);

  /** The server says that it does not serve, or the check failed. */
  public static Health notServing(String why) {
    return new Health(State.NOT_SERVING, Status.of(Code.UNAVAILABLE, why));
  }

  /** The server can't be asked, which counts as healthy, for good. */
  public static Health notChecked(Status why) {
    return new Health(State.NOT_CHECKED, why);
  }

  /** What a channel makes of a subchannel whose connection is up. */
  public enum State {
    /** It is CONNECTING. */
    CHECKING,
    /** It is READY. */
    SERVING,
    /** It is in TRANSIENT_FAILURE, but keeps its connection. */
    NOT_SERVING,
    /** It is READY, and whoever configured health checks should hear that there are none. */
    NOT_CHECKED
  }
}
