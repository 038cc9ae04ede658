package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.encoding.Compressor;
import dev.toolkit.grpc.encoding.Compressors;
import io.vertx.core.buffer.Buffer;

public class CompressionExample {
  public static void main(String[] args) {
    Compressors compressors = Compressors.defaults();
    System.out.println("grpc-accept-encoding: " + compressors.acceptEncoding());
    Compressor gzip = compressors.byName("gzip");
    Buffer compressed = gzip.compress(Buffer.buffer("hello ".repeat(100)));
    Buffer restored = gzip.decompress(compressed, 4 * 1024 * 1024);
    System.out.println(compressed.length() + " bytes for " + restored.length());
  }
}
