package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Metadata;
import io.vertx.core.Future;

/** Two credentials, of which the second is asked when the first has answered. */
record JoinedCredentials(CallCredentials first, CallCredentials second, boolean needPrivacy)
    implements CallCredentials {

  @Override
  public Future<Metadata> metadata(Request request) {
    return first.metadata(request).compose(given -> more(given, request));
  }

  private Future<Metadata> more(Metadata given, Request request) {
    return second.metadata(request).map(given::withAll);
  }
}
