package dev.toolkit.grpc.channel;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is known of the endpoints of a client, shared by its channels on all event loops, and with
 * whoever joins them, such as the other nodes of a cluster.
 *
 * <p>Each member hears what the others find, on its context, and never what it found itself. Of
 * findings that come faster than a member takes them it hears the last one of each endpoint and
 * aspect. What is bad is kept for members that come later. At most {@value #MAX_KEPT} findings are
 * kept for all, and wait for each; others are dropped. Safe for use by any thread.
 */
public final class EndpointEvidence {

  /** How many findings are kept. */
  public static final int MAX_KEPT = 10_000;

  private record Key(SocketAddress address, EndpointFinding.Aspect aspect) {

    static Key of(EndpointFinding finding) {
      return new Key(finding.address(), finding.aspect());
    }
  }

  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<Key, EndpointFinding> kept = new ConcurrentHashMap<>();

  /**
   * Begins to hear.
   *
   * @param context where the hearer is called
   * @param hearer hears what others have found so far and will find
   */
  public Member join(Context context, Handler<EndpointFinding> hearer) {
    var member = new Member(context, hearer);
    members.add(member);
    kept.values().forEach(member::post);
    return member;
  }

  private void publish(Member finder, EndpointFinding finding) {
    if (finding.isWell()) {
      kept.remove(Key.of(finding));
    } else {
      putBounded(kept, finding);
    }
    for (Member member : members) {
      if (member != finder) {
        member.post(finding);
      }
    }
  }

  /** The bound may be passed by as many as publish at the same moment. */
  private static void putBounded(
      ConcurrentMap<Key, EndpointFinding> findings, EndpointFinding finding) {
    Key key = Key.of(finding);
    if (findings.size() < MAX_KEPT || findings.containsKey(key)) {
      findings.put(key, finding);
    }
  }

  /** One of those who share what they find. */
  public final class Member {

    private final Context context;
    private final Handler<EndpointFinding> hearer;
    private final ConcurrentMap<Key, EndpointFinding> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean left;

    private Member(Context context, Handler<EndpointFinding> hearer) {
      this.context = context;
      this.hearer = hearer;
    }

    /** Tells the others. */
    public void publish(EndpointFinding finding) {
      if (!left) {
        EndpointEvidence.this.publish(this, finding);
      }
    }

    /** Hears nothing more, and is heard no more. */
    public void leave() {
      left = true;
      members.remove(this);
      pending.clear();
    }

    private void post(EndpointFinding finding) {
      putBounded(pending, finding);
      if (scheduled.compareAndSet(false, true)) {
        context.runOnContext(v -> deliver());
      }
    }

    private void deliver() {
      scheduled.set(false);
      for (Key key : pending.keySet()) {
        EndpointFinding finding = pending.remove(key);
        if (finding != null && !left) {
          hearer.handle(finding);
        }
      }
    }
  }
}
