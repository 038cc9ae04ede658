package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import org.junit.jupiter.api.Test;

class SettingsLimitTest {

  private long nanos;
  private final SettingsLimit limit = new SettingsLimit(new Http2FrameAdapter(), () -> nanos);

  @Test
  void oneTooManyClosesTheConnection() {
    assertDoesNotThrow(() -> settings(SettingsLimit.MAX_SETTINGS));

    Http2Exception failure = assertThrows(Http2Exception.class, () -> settings(1));

    assertEquals(Http2Error.ENHANCE_YOUR_CALM, failure.error());
    assertEquals("more than 1000 SETTINGS came within 30 seconds", failure.getMessage());
  }

  @Test
  void thoseOfLongAgoDoNotCount() {
    assertDoesNotThrow(() -> settings(SettingsLimit.MAX_SETTINGS));
    nanos += SettingsLimit.WINDOW_NANOS;

    assertDoesNotThrow(() -> settings(SettingsLimit.MAX_SETTINGS));
  }

  private void settings(int times) throws Http2Exception {
    for (int i = 0; i < times; i++) {
      limit.onSettingsRead(null, new Http2Settings());
    }
  }
}
