package dev.toolkit.grpc.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TestFlagsTest {

  @Test
  void valueStandsAfterAnEqualsSignOrAsTheNextArgument() {
    TestFlags flags = TestFlags.parse("--server_host=a", "--server_port", "7");

    assertEquals("a", flags.text("server_host"));
    assertEquals(7, flags.number("server_port"));
  }

  @Test
  void booleanMayStandBare() {
    TestFlags flags = TestFlags.parse("--use_tls", "--use_test_ca", "false", "--help");

    assertTrue(flags.isSet("use_tls"));
    assertFalse(flags.isSet("use_test_ca"));
    assertTrue(flags.isSet("help"));
  }

  @Test
  void flagThatIsNotGivenHasItsDefault() {
    assertEquals(271_828, TestFlags.parse().number("soak_request_size"));
  }

  @Test
  void wrongFlagIsNamed() {
    assertEquals("unknown flag --nope", failure("--nope=1"));
    assertEquals("unknown flag server_port", failure("server_port"));
    assertEquals("flag --server_port has no value", failure("--server_port"));
    assertEquals("--use_tls is 1, expected true or false", failure("--use_tls=1"));
    assertEquals(
        "--server_port is -1, expected a number from 0 to 999999999", failure("--server_port=-1"));
  }

  @Test
  void metadataIsSplitAtSemicolonsAndTheFirstColon() {
    var metadata =
        TestFlags.parse("--additional_metadata=k1:v1;k2:a:b;x-bin:c").additionalMetadata();

    assertEquals("v1", metadata.get("k1"));
    assertEquals("a:b", metadata.get("k2"));
    assertArrayEquals(new byte[] {'c'}, metadata.getBinary("x-bin"));
  }

  @Test
  void metadataWithoutColonIsNamed() {
    TestFlags flags = TestFlags.parse("--additional_metadata=k1");

    var failure = assertThrows(IllegalArgumentException.class, flags::additionalMetadata);

    assertEquals(
        "--additional_metadata has the entry k1, expected key:value", failure.getMessage());
  }

  @Test
  void serviceConfigIsReadOrNamed() {
    assertEquals(0, TestFlags.parse().serviceConfig().size());
    assertEquals(
        "{\"a\":1}", TestFlags.parse("--service_config_json={\"a\": 1}").serviceConfig().encode());
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> TestFlags.parse("--service_config_json=[]").serviceConfig());
    assertEquals("--service_config_json is no JSON object: []", failure.getMessage());
  }

  @Test
  void targetStandsForHostAndPort() {
    assertEquals(
        "[::1]:7", TestRun.target(TestFlags.parse("--server_host=::1", "--server_port=7")));
    assertEquals(
        "static:///a:1,b:2",
        TestRun.target(TestFlags.parse("--server_host=c", "--target=static:///a:1,b:2")));
  }

  private static String failure(String... arguments) {
    return assertThrows(IllegalArgumentException.class, () -> TestFlags.parse(arguments))
        .getMessage();
  }
}
