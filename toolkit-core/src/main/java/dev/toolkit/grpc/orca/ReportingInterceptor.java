package dev.toolkit.grpc.orca;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.ServerInterceptor;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** Puts the report of a call into its trailers. */
record ReportingInterceptor(LoadReporter reporter) implements ServerInterceptor {

  @Override
  public void intercept(IncomingCall call, Handler<IncomingCall> next) {
    var load = new CallLoad();
    var head = call.head().withAttribute(CallLoad.KEY, load);
    next.handle(new IncomingCall(head, new Reporting(call.stream(), load, reporter)));
  }

  /** The server's end of a call whose trailers get a report. */
  private record Reporting(GrpcStream stream, CallLoad load, LoadReporter reporter)
      implements GrpcStream {

    @Override
    public void write(Frame frame) {
      stream.write(frame instanceof Frame.Trailers trailers ? reporting(trailers) : frame);
    }

    @Override
    public boolean writeQueueFull() {
      return stream.writeQueueFull();
    }

    @Override
    public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
      stream.drainHandler(handler);
      return this;
    }

    @Override
    public GrpcStream handler(Handler<Frame> handler) {
      stream.handler(handler);
      return this;
    }

    @Override
    public void fetch(long messages) {
      stream.fetch(messages);
    }

    private Frame.Trailers reporting(Frame.Trailers trailers) {
      LoadReport report = load.report().over(reporter.report());
      if (report.equals(LoadReport.EMPTY)) {
        return trailers;
      }
      var metadata = trailers.metadata().withAll(LoadReports.toTrailers(report));
      return new Frame.Trailers(
          trailers.status(), metadata, trailers.origin(), trailers.progress());
    }
  }
}
