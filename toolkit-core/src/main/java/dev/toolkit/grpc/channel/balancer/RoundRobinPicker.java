package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Children in turn, the first one by chance; allocates nothing. */
final class RoundRobinPicker implements Picker {

  private final List<? extends EndpointChild<?>> children;
  private int next;

  /** A picker of children, one at least. */
  RoundRobinPicker(List<? extends EndpointChild<?>> children, RandomGenerator random) {
    this.children = children;
    this.next = random.nextInt(children.size());
  }

  @Override
  public PickResult pick(PickArgs args) {
    int index = next;
    next = index + 1 == children.size() ? 0 : index + 1;
    return children.get(index).picker().pick(args);
  }
}
