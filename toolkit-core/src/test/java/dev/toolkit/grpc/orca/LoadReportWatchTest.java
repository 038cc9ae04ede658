package dev.toolkit.grpc.orca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.ScriptedStream;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.orca.v3.OpenRcaServiceGrpc;
import dev.toolkit.grpc.protocol.MessagePayload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server is a script, the time is turned by hand. */
class LoadReportWatchTest {

  private static final LoadReport HALF = LoadReport.EMPTY.withCpuUtilization(0.5);
  private static final LoadReport FULL = LoadReport.EMPTY.withCpuUtilization(1);

  private final FakeTimers timers = new FakeTimers();
  private final List<ScriptedStream> calls = new ArrayList<>();
  private final List<LoadReport> heard = new ArrayList<>();
  private final Runnable stop =
      new LoadReportWatch(timers::set, timers::nanoTime, () -> 0.5)
          .watch(this::invoke, Duration.ofMillis(1_500), heard::add);

  @Test
  void asksForTheInterval() {
    var message = assertInstanceOf(Frame.Message.class, calls.get(0).written.get(0));
    var request = message.payload().decode(OpenRcaServiceGrpc.STREAM_CORE_METRICS.requestType());

    assertEquals(1, request.getReportInterval().getSeconds());
    assertEquals(500_000_000, request.getReportInterval().getNanos());
  }

  @Test
  void handsOverEachReport() {
    calls.get(0).arrive(report(HALF), report(FULL));

    assertEquals(List.of(HALF, FULL), heard);
  }

  @Test
  void asksAgainAfterABackoff() {
    calls.get(0).arrive(trailers(Code.UNAVAILABLE));
    timers.advance(Duration.ofSeconds(1));

    calls.get(1).arrive(report(HALF));

    assertEquals(List.of(HALF), heard);
  }

  @Test
  void serverWithoutTheServiceIsNotAskedAgain() {
    calls.get(0).arrive(trailers(Code.UNIMPLEMENTED));

    assertEquals(0, timers.pending());
  }

  @Test
  void stopEndsTheCallAndTheReports() {
    stop.run();
    calls.get(0).arrive(report(HALF));

    assertInstanceOf(Frame.Cancel.class, calls.get(0).written.get(2));
    assertEquals(List.of(), heard);
  }

  private GrpcStream invoke(CallHead head) {
    assertEquals("/xds.service.orca.v3.OpenRcaService/StreamCoreMetrics", head.path());
    calls.add(new ScriptedStream());
    return calls.get(calls.size() - 1);
  }

  private static Frame report(LoadReport report) {
    var payload = new MessagePayload(LoadReports.encode(report), new ProtoCodec());
    return new Frame.Message(payload, false);
  }

  private static Frame trailers(Code code) {
    return new Frame.Trailers(Status.of(code, ""), Metadata.EMPTY);
  }
}
