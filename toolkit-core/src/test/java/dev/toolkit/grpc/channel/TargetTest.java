package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  private static final Set<String> SCHEMES =
      new LinkedHashSet<>(List.of("dns", "static", "unix", "unix-abstract", "ipv6"));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ' ',
      value = {
        // text, scheme, authority, endpoint
        "dns:///host:1 dns `` host:1",
        "dns:host:1 dns `` host:1",
        "dns:/host:1 dns `` host:1",
        "dns://8.8.8.8/host:1 dns 8.8.8.8 host:1",
        "dns://[2001:db8::53]:5353/host dns [2001:db8::53]:5353 host",
        "DNS:///Host dns `` Host",
        "dns:///[::1]:443 dns `` [::1]:443",
        "dns:///[fe80::1%25eth0]:443 dns `` [fe80::1%eth0]:443",
        "dns:///a+b dns `` a+b",
        "dns:///h%C3%A9 dns `` hé",
        "dns:50051 dns `` 50051",
        "localhost:50051 dns `` localhost:50051",
        "LocalHost:50051 dns `` LocalHost:50051",
        "orders.internal:50051 dns `` orders.internal:50051",
        "orders dns `` orders",
        "my_host:1 dns `` my_host:1",
        "127.0.0.1:80 dns `` 127.0.0.1:80",
        "[::1]:80 dns `` [::1]:80",
        "[fe80::1%eth0]:80 dns `` [fe80::1%eth0]:80",
        "::1 dns `` ::1",
        ":80 dns `` :80",
        "host/path dns `` host/path",
        "unix:relative.sock unix `` relative.sock",
        "unix:./a/b unix `` ./a/b",
        "unix:/abs/a unix `` /abs/a",
        "unix:///abs/a unix `` /abs/a",
        "unix:///a%20b unix `` `/a b`",
        "unix://host/abs unix host /abs",
        "unix-abstract:name unix-abstract `` name",
        "unix-abstract:///name unix-abstract `` name",
        "static:///10.0.0.1:1,10.0.0.2:1 static `` 10.0.0.1:1,10.0.0.2:1",
        "ipv6:[::1]:1,[::2]:2 ipv6 `` [::1]:1,[::2]:2",
        "ipv6:2001:db8::1 ipv6 `` 2001:db8::1",
      })
  void aTextMeansATarget(String text, String scheme, String authority, String endpoint) {
    assertEquals(new Target(scheme, authority, endpoint), Target.parse(text, SCHEMES, "dns"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | expected something after dns:",
        "dns: | expected something after dns:",
        "dns:/// | expected something after dns:",
        "dns://8.8.8.8 | expected something after dns:",
        "dns://8.8.8.8/ | expected something after dns:",
        "unix: | expected something after unix:",
        "unix:/// | expected something after unix:",
        "unix-abstract: | expected something after unix-abstract:",
        "http://host:80 | no resolver for http, known are [dns, static, unix, unix-abstract, ipv6]",
        "HTTP://host | no resolver for http",
        "xds:///orders | no resolver for xds",
        "dns:///h%zz | expected two hexadecimal digits after each %",
        "dns:///h%4 | expected two hexadecimal digits after each %",
        "dns:///h%-1 | expected two hexadecimal digits after each %",
        "dns://%/h | expected two hexadecimal digits after each %",
      })
  void aWrongTextIsRefusedWithWhatIsExpected(String text, String expected) {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> Target.parse(text.strip(), SCHEMES, "dns"));

    assertTrue(failure.getMessage().startsWith("target is \"" + text.strip() + "\""));
    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
  }

  @Test
  void theDefaultSchemeIsTheCallersChoice() {
    assertEquals(
        new Target("static", "", "a:1"), Target.parse("a:1", Set.of("static", "dns"), "static"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:1, dns:///localhost:1",
    "dns://8.8.8.8/host, dns://8.8.8.8/host",
    "unix:a/b, unix:a/b",
    "unix:/a/b, unix:///a/b",
    "unix:///a/b, unix:///a/b",
    "STATIC:a:1, static:///a:1",
  })
  void theTextOfATargetMeansTheSameTarget(String text, String canonical) {
    Target target = Target.parse(text, SCHEMES, "dns");

    assertEquals(canonical, target.toString());
    assertEquals(target, Target.parse(canonical, SCHEMES, "dns"));
  }
}
