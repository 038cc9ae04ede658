package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Timers;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A channel that a test plays for a balancer: it keeps what the balancer says and makes. */
public final class FakeHelper implements BalancerHelper {

  /** What a balancer said of itself. */
  public record Said(ConnectivityState state, Picker picker) {}

  private final FakeTimers timers = new FakeTimers();
  private final List<FakeSubchannel> subchannels = new ArrayList<>();
  private final Map<SocketAddress, FakeSubchannel> byAddress = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<ChannelEvent> events = new ArrayList<>();
  private RandomGenerator random = new Random(4);
  private Consumer<FakeSubchannel> onCreate = created -> {};
  private boolean forgetful;
  private int resolves;

  @Override
  public Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener) {
    var subchannel = new FakeSubchannel(address, endpoint, listener);
    subchannels.add(subchannel);
    byAddress.put(address, subchannel);
    onCreate.accept(subchannel);
    return subchannel;
  }

  @Override
  public void update(ConnectivityState state, Picker picker) {
    if (forgetful) {
      said.clear();
    }
    said.add(new Said(state, picker));
  }

  @Override
  public void resolveNow() {
    resolves++;
  }

  @Override
  public String target() {
    return "test:///servers";
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public long nanoTime() {
    return timers.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void event(ChannelEvent event) {
    events.add(event);
  }

  /** The timers, to be turned. */
  public FakeTimers time() {
    return timers;
  }

  /** Another source of chance. */
  public FakeHelper random(RandomGenerator other) {
    random = other;
    return this;
  }

  /** Keeps only the last of what the balancer says, for tests with many servers. */
  public FakeHelper forgetful() {
    forgetful = true;
    return this;
  }

  /** Called with each subchannel when it is made. */
  public FakeHelper onCreate(Consumer<FakeSubchannel> listener) {
    onCreate = listener;
    return this;
  }

  /** All subchannels that were made, in their order. */
  public List<FakeSubchannel> subchannels() {
    return List.copyOf(subchannels);
  }

  /** The subchannels that were not shut down. */
  public List<FakeSubchannel> open() {
    return subchannels.stream().filter(subchannel -> !subchannel.isShut()).toList();
  }

  /** The newest subchannel to an address. */
  public FakeSubchannel to(SocketAddress address) {
    FakeSubchannel subchannel = byAddress.get(address);
    if (subchannel == null) {
      throw new AssertionError("no subchannel to " + address);
    }
    return subchannel;
  }

  /** Everything that the balancer said. */
  public List<Said> said() {
    return List.copyOf(said);
  }

  /** The states that it said, those that repeat the one before left out. */
  public List<ConnectivityState> states() {
    var states = new ArrayList<ConnectivityState>();
    for (Said each : said) {
      if (states.isEmpty() || states.get(states.size() - 1) != each.state()) {
        states.add(each.state());
      }
    }
    return states;
  }

  /** The state that it said last; IDLE if it said nothing. */
  public ConnectivityState state() {
    return said.isEmpty() ? ConnectivityState.IDLE : said.get(said.size() - 1).state();
  }

  /** The picker that it said last. */
  public Picker picker() {
    return said.get(said.size() - 1).picker();
  }

  /** Picks for a call without metadata. */
  public PickResult pick() {
    return pick(new FakePickArgs());
  }

  /** Picks for an attempt. */
  public PickResult pick(PickArgs args) {
    return picker().pick(args);
  }

  /** The newest subchannel to the nth server of {@link FakeEndpoints}. */
  public FakeSubchannel to(int n) {
    return to(FakeEndpoints.address(n));
  }

  /** Picks a subchannel; what else the picker says is an error. */
  public FakeSubchannel picked() {
    if (pick() instanceof PickResult.To to && to.subchannel() instanceof FakeSubchannel fake) {
      return fake;
    }
    throw new AssertionError("the balancer is " + state() + ", and picks no subchannel");
  }

  /** The failure that a pick ends with; what else the picker says is an error. */
  public Status failure() {
    if (pick() instanceof PickResult.Fail fail) {
      return fail.status();
    }
    throw new AssertionError("the balancer is " + state() + ", and fails no pick");
  }

  /** How often the resolver was asked to look again. */
  public int resolves() {
    return resolves;
  }

  /** What it told the listeners of the channel. */
  public List<ChannelEvent> events() {
    return List.copyOf(events);
  }
}
