package dev.toolkit.grpc.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client makes of answers that no server of ours gives. */
class CardinalityTest {

  private static final Frame.Trailers OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);

  private final Texts texts = new Texts();
  private final List<Frame> written = new ArrayList<>();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void unaryCallWithoutResponseIsUnimplemented() {
    assertEquals(
        Status.of(
            Code.UNIMPLEMENTED, "test.Texts/Unary ended OK without a response, one was expected"),
        unary(OK));
  }

  @Test
  void unaryCallWithTwoResponsesIsUnimplementedAndCancelled() {
    assertEquals(
        Status.of(
            Code.UNIMPLEMENTED,
            "test.Texts/Unary answered with a second response, one was expected"),
        unary(message("a"), message("b")));
    assertEquals(Frame.Cancel.class, written.get(written.size() - 1).getClass());
  }

  @Test
  void failureAfterAResponseIsTheFailure() {
    var failed = new Frame.Trailers(Status.of(Code.ABORTED, "late"), Metadata.EMPTY);

    assertEquals(failed.status(), unary(message("a"), failed));
  }

  @Test
  void streamedRequestsWithoutResponseAreUnimplemented() {
    assertEquals(Code.UNIMPLEMENTED, wholeCall(Texts.CLIENT_STREAM, OK).code());
  }

  @Test
  void streamedRequestsWithTwoResponsesAreUnimplemented() {
    assertEquals(
        Code.UNIMPLEMENTED, wholeCall(Texts.CLIENT_STREAM, message("a"), message("b")).code());
  }

  @Test
  void undecodableResponseCancelsTheCall() {
    assertEquals(Code.INTERNAL, unary(undecodable()).code());
    assertEquals(Frame.Cancel.class, written.get(written.size() - 1).getClass());
    assertEquals(Code.INTERNAL, wholeCall(Texts.CLIENT_STREAM, undecodable()).code());
  }

  private Status unary(Frame... answer) {
    GrpcClient client = client(answer);
    return statusOf(client.unary(Texts.UNARY, Texts.text("q"), CallOptions.DEFAULT));
  }

  private Status wholeCall(MethodDescriptor<StringValue, StringValue> method, Frame... answer) {
    ClientCall<StringValue, StringValue> call = client(answer).call(method);
    call.requests().end();
    return statusOf(call.response());
  }

  private static Status statusOf(Future<?> failing) {
    return Texts.await(
        failing
            .map(r -> Status.OK)
            .recover(e -> Future.succeededFuture(((StatusException) e).status())));
  }

  private GrpcClient client(Frame... answer) {
    ClientInterceptor answers = (head, next) -> new Answer(answer);
    return GrpcClient.builder(texts.vertx).interceptors(List.of(answers)).build();
  }

  private static Frame.Message message(String text) {
    return new Frame.Message(new MessagePayload(Texts.text(text), new ProtoCodec()), false);
  }

  private static Frame.Message undecodable() {
    return new Frame.Message(new MessagePayload(text(), new Broken()), false);
  }

  private static Buffer text() {
    return Buffer.buffer("not a message");
  }

  /** A codec whose bytes are no message. */
  private record Broken() implements Codec {

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int size(Object message) {
      return 1;
    }

    @Override
    public void encode(Object message, Buffer out) {
      out.appendByte((byte) 7);
    }

    @Override
    public <T> T decode(MessageType<T> type, Buffer bytes) {
      return new ProtoCodec().decode(type, bytes);
    }
  }

  /** A call that is answered when the requests end, whatever they are. */
  private final class Answer implements GrpcStream {

    private final FrameQueue queue = new FrameQueue(100, () -> {});

    private final Frame[] answer;

    Answer(Frame... answer) {
      this.answer = answer;
    }

    @Override
    public void write(Frame frame) {
      written.add(frame);
      if (frame instanceof Frame.HalfClose) {
        List.of(answer).forEach(queue::add);
      }
      if (frame instanceof Frame.Cancel cancel) {
        queue.replaceBy(Frame.Trailers.local(cancel.reason(), Frame.Progress.PROCESSED));
      }
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
      return this;
    }

    @Override
    public GrpcStream handler(Handler<Frame> handler) {
      queue.handler(handler);
      return this;
    }

    @Override
    public void fetch(long messages) {
      queue.fetch(messages);
    }
  }
}
