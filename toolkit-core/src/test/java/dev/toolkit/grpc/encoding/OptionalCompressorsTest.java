package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Class paths on which libraries are missing. */
class OptionalCompressorsTest {

  @ParameterizedTest
  @CsvSource({
    "zstd-jni, '[identity, gzip, deflate, br, snappy]'",
    "brotli4j, '[identity, gzip, deflate, zstd, snappy]'",
    "native-linux, '[identity, gzip, deflate, zstd, snappy]'",
    "snappy-java, '[identity, gzip, deflate, zstd, br]'",
  })
  void theDefaultsGoWithoutWhatIsMissing(String missing, String names) throws Exception {
    try (var loader = without(missing)) {
      Object defaults =
          loader.loadClass(Compressors.class.getName()).getMethod("defaults").invoke(null);

      assertEquals(names, defaults.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zstd-jni, zstd, com.github.luben:zstd-jni",
    "brotli4j, brotli, com.aayushatharva.brotli4j:brotli4j",
    "native-linux, brotli, its native library for this platform",
    "snappy-java, snappy, org.xerial.snappy:snappy-java",
  })
  void askingForWhatIsMissingNamesTheLibrary(String missing, String factory, String library)
      throws Exception {
    try (var loader = without(missing)) {
      var method = loader.loadClass(Compressor.class.getName()).getMethod(factory);

      var failure = assertThrows(InvocationTargetException.class, () -> method.invoke(null));

      var cause = assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertTrue(cause.getMessage().contains(library), cause.getMessage());
    }
  }

  private static URLClassLoader without(String jar) throws IOException {
    var urls = new ArrayList<URL>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!Path.of(entry).getFileName().toString().startsWith(jar)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
