package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProtocPluginTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aRequestOnStandardInputGivesAResponseOnStandardOutput() throws IOException {
    var request = Requests.of("class_prefix=Tk", "greeter.proto", "edition.proto");

    ProtocPlugin.run(new ByteArrayInputStream(request.toByteArray()), out);

    assertEquals(Generator.respond(request), CodeGeneratorResponse.parseFrom(out.toByteArray()));
  }

  @Test
  void whatIsNoRequestIsRefused() {
    var in = new ByteArrayInputStream(new byte[] {10, 100, 1});

    assertThrows(InvalidProtocolBufferException.class, () -> ProtocPlugin.run(in, out));
    assertEquals(0, out.size());
  }
}
