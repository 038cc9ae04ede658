package dev.toolkit.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.protobuf.WrappersProto;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.transport.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small values of the vocabulary. */
class ValuesTest {

  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());

  private long now = Long.MAX_VALUE - 10; // a monotonic clock may overflow

  @Test
  void deadlineCountsDownAndPasses() {
    var deadline = Deadline.after(Duration.ofNanos(100), () -> now);

    assertEquals(100, deadline.remainingNanos());
    now += 99;
    assertFalse(deadline.isExpired());
    now += 1;
    assertTrue(deadline.isExpired());
    assertEquals(Duration.ZERO, deadline.remaining());
    now += 1;
    assertEquals(-1, deadline.remainingNanos());
  }

  @Test
  void earlierDeadlineIsTheLesserEvenWhenTheClockOverflows() {
    var early = Deadline.after(Duration.ofNanos(5), () -> now);
    var late = Deadline.after(Duration.ofNanos(50), () -> now);

    assertTrue(early.compareTo(late) < 0);
    assertSame(early, early.min(late));
    assertSame(early, late.min(early));
    assertEquals(early, Deadline.afterNanos(5, () -> now));
    assertEquals(early.hashCode(), Deadline.afterNanos(5, () -> now).hashCode());
    assertNotEquals(early, late);
  }

  @Test
  void deadlineOfAnyDurationIsInOrder() {
    var never = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), () -> now);
    var longAgo = Deadline.after(Duration.ofSeconds(Long.MIN_VALUE), () -> now);

    assertFalse(never.isExpired());
    assertTrue(longAgo.isExpired());
    assertTrue(longAgo.compareTo(never) < 0);
    assertTrue(Deadline.afterNanos(Long.MAX_VALUE, () -> now).remainingNanos() > 0);
    assertTrue(Deadline.afterNanos(Long.MIN_VALUE, () -> now).remainingNanos() < 0);
  }

  @Test
  void statusOfAnExceptionIsFoundInTheChain() {
    var status = Status.of(Code.ABORTED, "no");
    var plain = new IllegalStateException("secret");

    assertSame(status, Status.of(new RuntimeException(new RuntimeException(status.asException()))));
    assertEquals(Code.UNKNOWN, Status.of(plain).code());
    assertEquals("", Status.of(plain).message());
    assertSame(plain, Status.of(plain).cause());
  }

  @Test
  void statusCopiesItsDetailsAndComparesThem() {
    var details = new ArrayList<>(List.of(Any.pack(StringValue.of("a"))));
    var status = Status.of(Code.ABORTED, "no").withDetails(details);
    details.clear();

    assertEquals(1, status.details().size());
    assertThrows(UnsupportedOperationException.class, () -> status.details().clear());
    assertNotEquals(Status.of(Code.ABORTED, "no"), status);
    assertEquals(Status.of(Code.ABORTED, "no"), status.withDetails(List.of()));
  }

  @Test
  void statusChangesOneThingAtATime() {
    var status = Status.of(Code.ABORTED, "no");

    assertEquals("ABORTED: no", status.toString());
    assertEquals("ABORTED", status.withMessage("").toString());
    assertTrue(Status.OK.isOk());
    assertFalse(status.isOk());
    assertThrows(NullPointerException.class, () -> Status.of(null, ""));
    assertThrows(NullPointerException.class, () -> Status.of(Code.OK, null));
  }

  @Test
  void methodKnowsItsPathAndNames() {
    var method = MethodDescriptor.bidiStreaming("a.B", "C", TEXT, TEXT);

    assertEquals("/a.B/C", method.path());
    assertEquals("a.B/C", method.toString());
    assertEquals(MethodKind.BIDI_STREAMING, method.kind());
    assertEquals(Idempotency.UNKNOWN, method.idempotency());
    assertNotEquals(method, MethodDescriptor.unary("a.B", "C", TEXT, TEXT));
    assertEquals(method, MethodDescriptor.bidiStreaming("a.B", "C", TEXT, TEXT));
  }

  @Test
  void methodOfAnotherPathIsRefused() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new MethodDescriptor<>(
                    "a.B", "C", MethodKind.UNARY, TEXT, TEXT, Idempotency.UNKNOWN, "/a.B/D"));

    assertEquals("path is /a.B/D, expected /a.B/C", failure.getMessage());
  }

  @Test
  void methodOfAnotherServiceIsRefused() {
    var method = MethodDescriptor.unary("a.B", "C", TEXT, TEXT);

    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> ServiceDescriptor.of("a.X", WrappersProto::getDescriptor, method));

    assertEquals("method a.B/C is not of the service a.X", failure.getMessage());
  }

  @Test
  void methodsOfAServiceAreCopied() {
    var methods = new ArrayList<MethodDescriptor<?, ?>>();
    methods.add(MethodDescriptor.unary("a.B", "C", TEXT, TEXT));
    var service = new ServiceDescriptor("a.B", methods, WrappersProto::getDescriptor);

    methods.clear();

    assertEquals(1, service.methods().size());
  }

  @Test
  void attributesAreFoundByTheKeyAndNotByItsName() {
    var key = new Attributes.Key<String>("name");
    var one = Attributes.of(key, "1");

    assertEquals("1", one.get(key));
    assertNull(one.get(new Attributes.Key<String>("name")));
    assertEquals("2", one.with(key, "2").get(key));
    assertEquals("1", one.get(key));
    assertNull(Attributes.EMPTY.get(key));
    assertEquals("{name=1}", one.toString());
  }

  @Test
  void eachOptionChangesItself() {
    var deadline = Deadline.after(Duration.ofSeconds(1));
    var key = new Attributes.Key<String>("a");
    var options =
        CallOptions.DEFAULT
            .withCodec("json")
            .withCompression("gzip")
            .withTimeout(Duration.ofSeconds(2))
            .withDeadline(deadline)
            .withMetadata(Metadata.of("a", "b"))
            .withWaitForReady(false)
            .withMaxSizes(3, 4)
            .withInherit(false)
            .withAuthority("me")
            .withAttribute(key, "c");

    var expected =
        new CallOptions(
            "json",
            "gzip",
            Duration.ofSeconds(2),
            deadline,
            Metadata.of("a", "b"),
            false,
            3,
            4,
            false,
            "me",
            options.attributes());
    assertEquals(expected, options);
    assertEquals("c", options.attributes().get(key));
  }

  @Test
  void optionsOfACallerWhoSaysNothing() {
    assertEquals("proto", CallOptions.DEFAULT.codec());
    assertEquals("identity", CallOptions.DEFAULT.compression());
    assertNull(CallOptions.DEFAULT.waitForReady());
    assertTrue(CallOptions.DEFAULT.inherit());
    assertTrue(CallOptions.DEFAULT.maxRequestSize() < 0);
    assertTrue(CallOptions.DEFAULT.maxResponseSize() < 0);
  }

  @ParameterizedTest
  @CsvSource({"/a.B/C, a.B, C", "/a/b/C, a/b, C", "/C, '', C", "C, '', C", "/a.B/, a.B, ''"})
  void headSplitsItsPathAtTheLastSlash(String path, String service, String method) {
    CallHead head = Recorder.head(path, Metadata.EMPTY, null);

    assertEquals(service, head.serviceName());
    assertEquals(method, head.methodName());
  }

  @Test
  void headChangesOneThingAtATime() {
    var key = new Attributes.Key<String>("a");
    var deadline = Deadline.after(Duration.ofSeconds(1));
    var head = Recorder.head("/a.B/C", Metadata.EMPTY, null);

    var changed =
        head.withMetadata(Metadata.of("a", "b"))
            .withDeadline(deadline)
            .withKind(MethodKind.UNARY)
            .withAttribute(key, "c");

    assertEquals("b", changed.metadata().get("a"));
    assertSame(deadline, changed.deadline());
    assertEquals(MethodKind.UNARY, changed.kind());
    assertEquals("c", changed.attributes().get(key));
    assertEquals("/a.B/C", changed.path());
    assertNull(head.attributes().get(key));
    assertEquals(Metadata.EMPTY, head.metadata());
  }
}
