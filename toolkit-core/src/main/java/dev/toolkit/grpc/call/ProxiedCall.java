package dev.toolkit.grpc.call;

import dev.toolkit.grpc.call.Frame.Trailers;

/** One call on its way through a proxy: a stream to the caller, and one to the next hop. */
final class ProxiedCall {

  private final GrpcStream caller;
  private final GrpcStream next;
  private boolean requestWanted;
  private boolean responseWanted;

  ProxiedCall(GrpcStream caller, GrpcStream next) {
    this.caller = caller;
    this.next = next;
  }

  /** Lets the frames flow, each way one message for as long as the other side has room. */
  void start() {
    caller.drainHandler(v -> askForResponse());
    next.drainHandler(v -> askForRequest());
    next.handler(this::takeResponse);
    caller.handler(this::takeRequest);
    askForRequest();
    askForResponse();
  }

  private void takeRequest(Frame frame) {
    next.write(frame);
    if (frame instanceof Frame.Message) {
      requestWanted = false;
      askForRequest();
    }
  }

  private void takeResponse(Frame frame) {
    if (frame instanceof Frame.Headers headers) {
      var metadata = ProxyMetadata.endToEnd(headers.metadata());
      caller.write(new Frame.Headers(metadata, headers.encoding()));
    } else if (frame instanceof Trailers trailers) {
      // For the caller it is the proxy that answers, and that may have sent its requests.
      caller.write(new Trailers(trailers.status(), ProxyMetadata.endToEnd(trailers.metadata())));
    } else {
      caller.write(frame);
      responseWanted = false;
      askForResponse();
    }
  }

  private void askForRequest() {
    if (!requestWanted && !next.writeQueueFull()) {
      requestWanted = true;
      caller.fetch(1);
    }
  }

  private void askForResponse() {
    if (!responseWanted && !caller.writeQueueFull()) {
      responseWanted = true;
      next.fetch(1);
    }
  }
}
