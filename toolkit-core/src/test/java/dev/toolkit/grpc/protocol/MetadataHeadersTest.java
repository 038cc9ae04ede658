package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection",
        "content-length",
        "content-type",
        "grpc-accept-encoding",
        "grpc-encoding",
        "grpc-message",
        "grpc-message-type",
        "grpc-status",
        "grpc-timeout",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade"
      })
  void keysOfTheProtocolPassNeitherWay(String key) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    MetadataHeaders.write(Metadata.of(key, "1").with("kept", "2"), headers);

    assertEquals(List.of("kept"), List.copyOf(headers.names()));
    headers.add(key, "3");
    assertEquals(Metadata.of("kept", "2"), MetadataHeaders.read(headers));
  }

  @Test
  void statusDetailsPassNeitherWay() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    MetadataHeaders.write(
        Metadata.EMPTY.withBinary("grpc-status-details-bin", new byte[1]), headers);

    assertTrue(headers.isEmpty());
    headers.add("grpc-status-details-bin", "AA");
    assertEquals(Metadata.EMPTY, MetadataHeaders.read(headers));
  }

  @Test
  void userAgentIsReadButNotWritten() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    MetadataHeaders.write(Metadata.of("user-agent", "mine"), headers);

    assertTrue(headers.isEmpty());
    headers.add("user-agent", "theirs");
    assertEquals(Metadata.of("user-agent", "theirs"), MetadataHeaders.read(headers));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc-previous-rpc-attempts", "grpc-retry-pushback-ms", "grpc-mine"})
  void otherKeysWithThePrefixPass(String key) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    MetadataHeaders.write(Metadata.of(key, "1"), headers);

    assertEquals("1", headers.get(key));
    assertEquals(Metadata.of(key, "1"), MetadataHeaders.read(headers));
  }

  @Test
  void pseudoHeadersAndNamesThatAreNoKeysAreNotRead() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add(":path", "/a").add("a!b", "1");

    assertEquals(Metadata.EMPTY, MetadataHeaders.read(headers));
  }
}
