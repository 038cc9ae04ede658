package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A picker that is made when it is asked for the first time: of many that follow each other fast,
 * as when many servers are connected, only those are made that calls see.
 */
final class LazyPicker implements Picker {

  private final Supplier<Picker> maker;
  private @Nullable Picker picker;

  LazyPicker(Supplier<Picker> maker) {
    this.maker = maker;
  }

  @Override
  public PickResult pick(PickArgs args) {
    Picker made = picker;
    if (made == null) {
      made = maker.get();
      picker = made;
    }
    return made.pick(args);
  }
}
