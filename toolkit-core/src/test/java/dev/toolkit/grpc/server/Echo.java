package dev.toolkit.grpc.server;

import com.google.protobuf.StringValue;
import com.google.protobuf.WrappersProto;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;

/** A service of texts with a method of each kind. */
final class Echo {

  static final MessageType<StringValue> TEXT = MessageType.of(StringValue.getDefaultInstance());
  static final MethodDescriptor<StringValue, StringValue> UNARY =
      MethodDescriptor.unary("test.Echo", "Unary", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> SERVER_STREAM =
      MethodDescriptor.serverStreaming("test.Echo", "ServerStream", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> CLIENT_STREAM =
      MethodDescriptor.clientStreaming("test.Echo", "ClientStream", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> BIDI =
      MethodDescriptor.bidiStreaming("test.Echo", "Bidi", TEXT, TEXT);
  static final ServiceDescriptor SERVICE =
      ServiceDescriptor.of(
          "test.Echo", WrappersProto::getDescriptor, UNARY, SERVER_STREAM, CLIENT_STREAM, BIDI);

  private Echo() {}

  static ServiceDefinition.Builder service() {
    return ServiceDefinition.builder(SERVICE);
  }

  static StringValue text(String text) {
    return StringValue.of(text);
  }

  static Frame.Message message(String text) {
    return new Frame.Message(new MessagePayload(text(text), new ProtoCodec()), false);
  }

  static String textOf(Frame.Message message) {
    return message.payload().decode(TEXT).getValue();
  }
}
