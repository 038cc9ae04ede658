package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Children in turn, the first one by chance; allocates nothing. */
final class RoundRobinPicker implements Picker {

  private final EndpointChild<?>[] children;
  private int next;

  /** A picker of the children that a list has now; at least one. */
  RoundRobinPicker(List<? extends EndpointChild<?>> children, RandomGenerator random) {
    this.children = children.toArray(EndpointChild<?>[]::new);
    this.next = random.nextInt(this.children.length);
  }

  @Override
  public PickResult pick(PickArgs args) {
    int index = next;
    next = index + 1 == children.length ? 0 : index + 1;
    return children[index].picker().pick(args);
  }
}
