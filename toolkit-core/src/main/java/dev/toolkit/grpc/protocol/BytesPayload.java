package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.Compressor;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A message as it arrived: bytes, decompressed and decoded when asked. */
public final class BytesPayload implements Payload {

  private final Buffer bytes;
  private final Codec codec;
  private final @Nullable Compressor compressor;
  private final int maxSize;

  /**
   * A message.
   *
   * @param bytes the bytes, which nobody changes any more
   * @param codec decodes them
   * @param compressor decompresses them first, null if they are not compressed
   * @param maxSize the largest size that they may decompress to
   */
  public BytesPayload(Buffer bytes, Codec codec, @Nullable Compressor compressor, int maxSize) {
    this.bytes = bytes;
    this.codec = codec;
    this.compressor = compressor;
    this.maxSize = maxSize;
  }

  @Override
  public int sizeHint() {
    return bytes.length();
  }

  @Override
  public void writeTo(Buffer buffer) {
    buffer.appendBuffer(bytes);
  }

  @Override
  public String encoding() {
    return compressor == null ? IDENTITY : compressor.name();
  }

  @Override
  public <T> T decode(MessageType<T> type) {
    return codec.decode(type, compressor == null ? bytes : compressor.decompress(bytes, maxSize));
  }
}
