package dev.toolkit.grpc.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The compressors whose libraries may be missing: the one place that finds out. */
final class OptionalCompressors {

  private OptionalCompressors() {}

  static Compressor zstd() {
    return load("com.github.luben:zstd-jni", () -> new ZstdCompressor());
  }

  static Compressor brotli() {
    return load(
        "com.aayushatharva.brotli4j:brotli4j and its native library for this platform",
        () -> new BrotliCompressor());
  }

  static Compressor snappy() {
    return load("org.xerial.snappy:snappy-java", () -> new SnappyCompressor());
  }

  /** Those that can be used here. */
  static List<Compressor> usable() {
    var usable = new ArrayList<Compressor>();
    addIfUsable(usable, OptionalCompressors::zstd);
    addIfUsable(usable, OptionalCompressors::brotli);
    addIfUsable(usable, OptionalCompressors::snappy);
    return usable;
  }

  private static void addIfUsable(List<Compressor> usable, Supplier<Compressor> factory) {
    try {
      usable.add(factory.get());
    } catch (IllegalStateException e) {
      // A library that is missing is no fault: the set goes without its encoding.
    }
  }

  private static Compressor load(String library, Supplier<Compressor> factory) {
    try {
      return factory.get();
    } catch (LinkageError e) {
      throw new IllegalStateException("cannot use " + library + ": " + e.getMessage(), e);
    }
  }
}
