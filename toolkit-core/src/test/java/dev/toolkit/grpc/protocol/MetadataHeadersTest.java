package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.Metadata;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class MetadataHeadersTest {

  @Test
  void namesInAnyCaseAreReadAsKeysInLowerCase() {
    var headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("X-Custom", "a").add("x-custom", "b").add("X-Bytes-Bin", "q6s").add("Te", "c");

    Metadata metadata = MetadataHeaders.read(headers);

    var bytes = new byte[] {(byte) 0xab, (byte) 0xab};
    var expected = Metadata.builder().add("x-custom", "a").add("x-custom", "b");
    assertEquals(expected.addBinary("x-bytes-bin", bytes).build(), metadata);
  }
}
