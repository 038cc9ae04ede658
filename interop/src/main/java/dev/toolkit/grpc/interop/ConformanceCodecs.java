package dev.toolkit.grpc.interop;

import com.google.protobuf.TypeRegistry;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.JsonCodec;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.interop.conformance.ConformanceServiceGrpc;

/** The codecs of the conformance programs: in JSON, the suite's messages stand in {@code Any}. */
final class ConformanceCodecs {

  private ConformanceCodecs() {}

  static Codecs codecs() {
    var file = ConformanceServiceGrpc.SERVICE.file().get();
    var types = TypeRegistry.newBuilder().add(file.getMessageTypes()).build();
    return Codecs.of(new ProtoCodec(), new JsonCodec(types));
  }
}
