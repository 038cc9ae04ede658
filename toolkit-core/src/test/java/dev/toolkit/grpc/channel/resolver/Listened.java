package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolution;
import dev.toolkit.grpc.channel.Resolver;
import java.util.ArrayList;
import java.util.List;

/** Takes note of what a resolver says, one line each. */
final class Listened implements Resolver.Listener {

  final List<String> lines = new ArrayList<>();
  final List<Resolution> resolutions = new ArrayList<>();
  Status answer = Status.OK;
  Runnable then = () -> {};

  @Override
  public Status resolved(Resolution resolution) {
    resolutions.add(resolution);
    lines.add("resolved " + addresses(resolution));
    then.run();
    return answer;
  }

  @Override
  public void failed(Status failure) {
    lines.add("failed " + failure);
    then.run();
  }

  /** The last resolution. */
  Resolution last() {
    return resolutions.get(resolutions.size() - 1);
  }

  static List<String> addresses(Resolution resolution) {
    return resolution.endpoints().stream()
        .map(Endpoint::addresses)
        .map(addresses -> addresses.get(0).toString())
        .toList();
  }
}
