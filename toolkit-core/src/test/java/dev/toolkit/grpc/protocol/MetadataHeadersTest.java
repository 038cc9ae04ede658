package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataHeadersTest {

  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

  @Test
  void namesOfHttp1AreMadeLowerCase() {
    headers.add("X-Request-Id", "A1").add("x-request-id", "a2");

    assertEquals(List.of("A1", "a2"), MetadataHeaders.read(headers).getAll("x-request-id"));
  }

  @Test
  void headersOfTheProtocolAreNoMetadata() {
    headers.add("Content-Type", "application/grpc").add("te", "trailers").add("grpc-status", "0");

    assertEquals(Metadata.EMPTY, MetadataHeaders.read(headers));
  }

  @Test
  void binaryValuesAreSplitAtCommasAndDecoded() {
    headers.add("key-bin", "AQI,AwQ=");

    List<byte[]> values = MetadataHeaders.read(headers).getAllBinary("key-bin");

    assertArrayEquals(new byte[] {1, 2}, values.get(0));
    assertArrayEquals(new byte[] {3, 4}, values.get(1));
  }

  @Test
  void valueThatIsNotBase64FailsByName() {
    headers.add("key-bin", "!!");

    var failure = assertThrows(StatusException.class, () -> MetadataHeaders.read(headers));

    assertEquals(Code.INTERNAL, failure.code());
    assertEquals("malformed header key-bin", failure.status().message().substring(0, 24));
  }

  @Test
  void nameThatCannotBeAKeyIsLeftOut() {
    headers.add("strange!name", "x").add("good", "y");

    assertEquals(Metadata.of("good", "y"), MetadataHeaders.read(headers));
  }

  @Test
  void writingLeavesOutWhatBelongsToTheProtocol() {
    MetadataHeaders.write(
        Metadata.of("grpc-status", "9").with("mine", "x").withBinary("b-bin", new byte[] {1}),
        headers);

    assertEquals(2, headers.size());
    assertEquals("AQ", headers.get("b-bin"));
  }
}
