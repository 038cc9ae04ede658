package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ChannelEvent.PolicyCounted;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import dev.toolkit.grpc.channel.Subchannel;
import java.time.Duration;
import java.util.List;

/**
 * The first address that can be reached.
 *
 * <p>A pass over the addresses begins when a connection is wanted. The attempts race: none is given
 * up because the next one began. If all fail, the balancer is in TRANSIENT_FAILURE, and stays there
 * while it connects to each address again after its backoff, until one is READY. Runs on the
 * channel's event loop only. See gRFC A61 and A62.
 */
final class PickFirstBalancer implements Balancer {

  /**
   * Whether a READY subchannel counts only while its server is healthy; set by the parent of a leaf
   * in the attributes of an update. See gRFC A61.
   */
  static final Attributes.Key<Boolean> HEALTH_LISTENER = new Attributes.Key<>("health-listener");

  /** The time from one attempt to the next. */
  static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  /** Lets calls wait. */
  static final Picker QUEUE = Picker.of(PickResult.QUEUE);

  private static final String COUNTS = "grpc.lb.pick_first.";
  private static final Runnable NO_TIMER = () -> {};

  private final BalancerHelper helper;
  private final Contacts contacts;
  private AddressList addresses = AddressList.EMPTY;
  private ConnectivityState state = ConnectivityState.CONNECTING;
  private boolean listensToHealth;
  private boolean inPass;
  private int failures;
  private Runnable timer = NO_TIMER;

  PickFirstBalancer(BalancerHelper helper) {
    this.helper = helper;
    this.contacts = new Contacts(helper, this::changed);
  }

  @Override
  public Status accept(BalancerUpdate update) {
    cancelTimer();
    if (update.endpoints().isEmpty()) {
      return forgetAll();
    }
    listensToHealth = Boolean.TRUE.equals(update.attributes().get(HEALTH_LISTENER));
    boolean first = addresses.isEmpty();
    Contact ready = contacts.ready(addresses);
    addresses = AddressList.of(inOrder(update));
    if (ready != null && addresses.seek(ready.address())) {
      return Status.OK;
    }
    contacts.shutAllBut(addresses.addresses());
    if (ready != null || first || state == ConnectivityState.CONNECTING) {
      publish(ConnectivityState.CONNECTING, QUEUE);
      beginPass();
    } else if (state == ConnectivityState.TRANSIENT_FAILURE) {
      beginPass();
    }
    return Status.OK;
  }

  @Override
  public void resolverFailed(Status failure) {
    if (addresses.isEmpty() || state == ConnectivityState.TRANSIENT_FAILURE) {
      become(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(failure)));
    }
  }

  @Override
  public void exitIdle() {
    if (state == ConnectivityState.IDLE) {
      become(ConnectivityState.CONNECTING, QUEUE);
      beginPass();
    }
  }

  @Override
  public void close() {
    cancelTimer();
    state = ConnectivityState.SHUTDOWN;
    contacts.shutAll();
  }

  private Status forgetAll() {
    contacts.shutAll();
    addresses = AddressList.EMPTY;
    var failure = Status.of(Code.UNAVAILABLE, "no endpoint was found for " + helper.target());
    resolverFailed(failure);
    return failure;
  }

  private List<Endpoint> inOrder(BalancerUpdate update) {
    return update.config() instanceof PickFirstConfig config && config.shuffleAddressList()
        ? AddressList.shuffled(update.endpoints(), helper.random())
        : update.endpoints();
  }

  private void beginPass() {
    inPass = true;
    failures = 0;
    contacts.beginPass();
    connectCurrent();
  }

  /** Connects to the current address, or the next one that is not waiting for its backoff. */
  private void connectCurrent() {
    var failure = Status.OK;
    for (boolean found = addresses.hasCurrent(); found; found = addresses.advance()) {
      Contact contact = contacts.to(addresses.current());
      if (contact.state() != ConnectivityState.TRANSIENT_FAILURE) {
        contact.subchannel().connect();
        awaitNext();
        return;
      }
      contact.markFailed();
      failure = contact.failure();
    }
    endPass(failure);
  }

  private void awaitNext() {
    cancelTimer();
    if (addresses.hasNext()) {
      timer = helper.timers().set(ATTEMPT_DELAY, this::connectNext);
    }
  }

  private void connectNext() {
    timer = NO_TIMER;
    if (addresses.advance()) {
      connectCurrent();
    }
  }

  /** Ends the pass if each address was tried, and failed. */
  private void endPass(Status failure) {
    if (addresses.hasCurrent() || !contacts.allFailed()) {
      return;
    }
    inPass = false;
    fail(failure);
    contacts.connectIdle();
  }

  private void changed(Contact contact, Subchannel.State next) {
    if (!contacts.contains(contact)) {
      return;
    }
    ConnectivityState before = contact.become(next);
    ConnectivityState now = contact.state();
    if (now == ConnectivityState.TRANSIENT_FAILURE) {
      count("connection_attempts_failed");
    }
    if (now == ConnectivityState.READY) {
      count("connection_attempts_succeeded");
      select(contact);
    } else if (before == ConnectivityState.READY
        || before == ConnectivityState.CONNECTING && now == ConnectivityState.IDLE) {
      lost(contact);
    } else if (inPass) {
      changedInPass(contact);
    } else {
      changedAfterPass(contact);
    }
  }

  private void select(Contact contact) {
    cancelTimer();
    contacts.shutAllBut(contact);
    addresses.seek(contact.address());
    if (listensToHealth) {
      become(ConnectivityState.CONNECTING, QUEUE);
      contact.subchannel().healthListener(health -> healthChanged(contact, health));
    } else {
      announceReady(contact);
    }
  }

  private void lost(Contact contact) {
    count("disconnections");
    cancelTimer();
    contacts.shutAllBut(contact);
    addresses.reset();
    helper.resolveNow();
    become(ConnectivityState.IDLE, this::leaveIdle);
  }

  private PickResult leaveIdle(PickArgs args) {
    exitIdle();
    return PickResult.QUEUE;
  }

  private void changedInPass(Contact contact) {
    if (contact.state() == ConnectivityState.CONNECTING
        && state != ConnectivityState.TRANSIENT_FAILURE) {
      become(ConnectivityState.CONNECTING, QUEUE);
    } else if (contact.state() == ConnectivityState.TRANSIENT_FAILURE) {
      failedInPass(contact);
    }
  }

  private void failedInPass(Contact contact) {
    if (addresses.isCurrent(contact.address())) {
      cancelTimer();
      if (addresses.advance()) {
        connectCurrent();
        return;
      }
    }
    endPass(contact.failure());
  }

  private void changedAfterPass(Contact contact) {
    if (contact.state() == ConnectivityState.IDLE) {
      contact.subchannel().connect();
    } else if (contact.state() == ConnectivityState.TRANSIENT_FAILURE) {
      failures = (failures + 1) % contacts.size();
      if (failures == 0) {
        fail(contact.failure());
      }
    }
  }

  private void healthChanged(Contact contact, Subchannel.State health) {
    if (!contacts.contains(contact) || contact.state() != ConnectivityState.READY) {
      return;
    }
    switch (health.connectivity()) {
      case READY -> announceReady(contact);
      case TRANSIENT_FAILURE ->
          become(
              ConnectivityState.TRANSIENT_FAILURE,
              Picker.of(PickResult.fail(unhealthy(contact, health.failure()))));
      default -> become(ConnectivityState.CONNECTING, QUEUE);
    }
  }

  private static Status unhealthy(Contact contact, Status failure) {
    String message = contact.address() + " is not healthy: " + failure.message();
    return new Status(Code.UNAVAILABLE, message, failure.details(), failure.cause());
  }

  private void announceReady(Contact contact) {
    become(ConnectivityState.READY, Picker.of(PickResult.to(contact.subchannel())));
  }

  private void fail(Status failure) {
    helper.resolveNow();
    become(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(failure)));
  }

  private void count(String what) {
    helper.event(new PolicyCounted(PickFirstProvider.NAME, COUNTS + what, 1));
  }

  private void cancelTimer() {
    timer.run();
    timer = NO_TIMER;
  }

  /** Says the state, unless it is as before and there is no newer failure to tell. */
  private void become(ConnectivityState next, Picker picker) {
    if (next != state || next == ConnectivityState.TRANSIENT_FAILURE) {
      publish(next, picker);
    }
  }

  private void publish(ConnectivityState next, Picker picker) {
    state = next;
    helper.update(next, picker);
  }
}
