package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Metadata;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Hashes the values of a metadata key, joined by commas; allocates nothing once it has seen values
 * of their length. See gRFC A76.
 */
final class RequestHash implements BiConsumer<String, String> {

  private static final BiConsumer<String, byte[]> NO_BYTES = (key, value) -> {};

  private final String header;
  private byte[] bytes = new byte[64];
  private int length;
  private boolean found;

  RequestHash(String header) {
    this.header = header;
  }

  /** Reads metadata; false if it does not have the key. */
  boolean read(Metadata metadata) {
    length = 0;
    found = false;
    metadata.forEach(this, NO_BYTES);
    return found;
  }

  /** The hash of the values that were read last. */
  long value() {
    return XxHash64.of(bytes, length, 0);
  }

  @Override
  public void accept(String key, String value) {
    if (key.equals(header)) {
      append(found ? "," : "");
      append(value);
      found = true;
    }
  }

  /** Text of metadata is ASCII, and so a byte for each character. */
  private void append(String text) {
    int end = length + text.length();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    for (int i = 0; i < text.length(); i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length = end;
  }
}
