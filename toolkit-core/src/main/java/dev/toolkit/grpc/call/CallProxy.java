package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import io.vertx.core.Handler;
import java.util.List;

/**
 * Passes calls that arrive on to an invoker, frame by frame, without looking into the messages.
 *
 * <ul>
 *   <li>A message is asked of one side only when the other has room for it.
 *   <li>The end of the requests, and a cancel, are passed on; so is the deadline, of which the next
 *       hop is told what is left.
 *   <li>Messages go on as the bytes that they are, compressed ones in the encoding in which they
 *       came; of the encodings that the caller accepts the next hop is told.
 *   <li>Metadata that concerns one hop only is left out, see {@link ProxyMetadata}.
 *   <li>A call that has passed too many proxies is refused.
 * </ul>
 *
 * <p>A call is made on the context on which it arrived. See docs/proxy.md.
 */
public final class CallProxy implements Handler<IncomingCall> {

  /** The key of the metadata that says how many proxies a call has passed. */
  public static final String HOPS = "toolkit-proxy-hops";

  /** How many proxies a call may pass when nothing else is said. */
  public static final int DEFAULT_MAX_HOPS = 8;

  private final CallInvoker invoker;
  private final int maxHops;

  private CallProxy(CallInvoker invoker, int maxHops) {
    this.invoker = invoker;
    this.maxHops = maxHops;
  }

  /** A proxy in front of an invoker. */
  public static CallProxy to(CallInvoker invoker) {
    return new CallProxy(invoker, DEFAULT_MAX_HOPS);
  }

  /**
   * This proxy with another limit for the number of proxies that a call may pass, itself included;
   * {@value #DEFAULT_MAX_HOPS} by default.
   */
  public CallProxy withMaxHops(int maxHops) {
    if (maxHops <= 0) {
      throw new IllegalArgumentException("maxHops is " + maxHops + ", it must be > 0");
    }
    return new CallProxy(invoker, maxHops);
  }

  /** Takes a call on its context. */
  @Override
  public void handle(IncomingCall call) {
    CallHead head = call.head();
    int hops = ProxyMetadata.hops(head.metadata());
    if (hops < 0) {
      refuse(call, Code.INVALID_ARGUMENT, HOPS + " is \"" + head.metadata().get(HOPS) + "\"");
    } else if (hops >= maxHops) {
      String why = "the call has passed " + hops + " proxies, the limit maxHops is " + maxHops;
      refuse(call, Code.FAILED_PRECONDITION, why + "; do they call each other?");
    } else {
      GrpcStream next = invoker.invoke(passedOn(head, hops + 1));
      new ProxiedCall(call.stream(), next).start();
    }
  }

  private static CallHead passedOn(CallHead head, int hops) {
    Metadata metadata = ProxyMetadata.endToEnd(head.metadata());
    return new CallHead(
        head.path(),
        head.kind(),
        "",
        metadata.without(HOPS).with(HOPS, Integer.toString(hops)),
        head.deadline(),
        head.codec(),
        head.encoding(),
        acceptedEncodings(head),
        head.options(),
        head.attributes());
  }

  /** What a caller accepts that doesn't say: the encoding that it uses itself. */
  private static List<String> acceptedEncodings(CallHead head) {
    return head.acceptedEncodings().isEmpty() ? List.of(head.encoding()) : head.acceptedEncodings();
  }

  private static void refuse(IncomingCall call, Code code, String message) {
    call.stream().write(new Frame.Trailers(Status.of(code, message), Metadata.EMPTY));
  }
}
