package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallInvoker;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subchannel that a test turns by hand; its listeners hear at once of what the test says. */
public final class FakeSubchannel implements Subchannel {

  private final SocketAddress address;
  private final Endpoint endpoint;
  private final Consumer<State> listener;
  private State state = State.of(ConnectivityState.IDLE);
  private State health = State.of(ConnectivityState.READY);
  private @Nullable Consumer<State> healthListener;
  private CallInvoker calls =
      head -> {
        throw new AssertionError("no call was expected on " + address());
      };
  private int connects;
  private boolean shut;

  FakeSubchannel(SocketAddress address, Endpoint endpoint, Consumer<State> listener) {
    this.address = address;
    this.endpoint = endpoint;
    this.listener = listener;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public Attributes attributes() {
    return endpoint.attributes();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void connect() {
    if (shut) {
      throw new AssertionError(address + " was shut down, and is connected");
    }
    if (state.connectivity() == ConnectivityState.IDLE) {
      connects++;
      state = State.of(ConnectivityState.CONNECTING);
    }
  }

  @Override
  public void shutdown() {
    shut = true;
    state = State.of(ConnectivityState.SHUTDOWN);
  }

  @Override
  public void healthListener(@Nullable Consumer<State> healthListener) {
    this.healthListener = healthListener;
  }

  @Override
  public CallInvoker calls() {
    return calls;
  }

  /** How often it began to connect. */
  public int connects() {
    return connects;
  }

  /** Whether it was shut down. */
  public boolean isShut() {
    return shut;
  }

  /** Whether somebody hears of its health. */
  public boolean isHealthListened() {
    return healthListener != null;
  }

  /** What calls of balancers are made on from now on. */
  public FakeSubchannel calls(CallInvoker calls) {
    this.calls = calls;
    return this;
  }

  /** What health listeners hear when it becomes READY; READY, unless it is said otherwise. */
  public FakeSubchannel initialHealth(State initial) {
    health = initial;
    return this;
  }

  /** Says that it is CONNECTING. */
  public FakeSubchannel connecting() {
    return become(State.of(ConnectivityState.CONNECTING));
  }

  /** Says that it is connected, and to a health listener how the server is. */
  public FakeSubchannel ready() {
    become(State.of(ConnectivityState.READY));
    return health(health);
  }

  /** Says that it is IDLE: its connection was lost, or its backoff is over. */
  public FakeSubchannel idle() {
    return become(State.of(ConnectivityState.IDLE));
  }

  /** Says that it could not connect, UNAVAILABLE with a message. */
  public FakeSubchannel fail(String message) {
    return become(State.failure(Status.of(Code.UNAVAILABLE, message)));
  }

  /** Says how the server is. */
  public FakeSubchannel health(State next) {
    health = next;
    if (healthListener != null && !shut) {
      healthListener.accept(next);
    }
    return this;
  }

  private FakeSubchannel become(State next) {
    if (!shut) {
      state = next;
      if (next.connectivity() != ConnectivityState.READY) {
        healthListener = null;
      }
      listener.accept(next);
    }
    return this;
  }

  @Override
  public String toString() {
    return address + " " + state.connectivity();
  }
}
