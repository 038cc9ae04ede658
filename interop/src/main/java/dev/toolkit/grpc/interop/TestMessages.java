package dev.toolkit.grpc.interop;

import com.google.protobuf.ByteString;
import dev.toolkit.grpc.interop.testing.BoolValue;
import dev.toolkit.grpc.interop.testing.Payload;
import dev.toolkit.grpc.interop.testing.ResponseParameters;
import dev.toolkit.grpc.interop.testing.SimpleRequest;
import dev.toolkit.grpc.interop.testing.StreamingInputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;

/** Messages that cases send. */
final class TestMessages {

  private TestMessages() {}

  /** A payload of zeros. */
  static Payload zeros(int size) {
    return Payload.newBuilder().setBody(ByteString.copyFrom(new byte[size])).build();
  }

  /** A request of some size for a response of some size. */
  static SimpleRequest.Builder unary(int size, int responseSize) {
    return SimpleRequest.newBuilder().setPayload(zeros(size)).setResponseSize(responseSize);
  }

  /** A request of a stream, of some size. */
  static StreamingInputCallRequest.Builder input(int size) {
    return StreamingInputCallRequest.newBuilder().setPayload(zeros(size));
  }

  /** A request of some size for one response of some size. */
  static StreamingOutputCallRequest.Builder output(int size, int responseSize) {
    return StreamingOutputCallRequest.newBuilder()
        .setPayload(zeros(size))
        .addResponseParameters(ResponseParameters.newBuilder().setSize(responseSize));
  }

  /** A boolean that is there. */
  static BoolValue bool(boolean value) {
    return BoolValue.newBuilder().setValue(value).build();
  }
}
