package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginOptionsTest {

  @Test
  void noParameterMeansTheDefaults() throws GenerationException {
    assertEquals(PluginOptions.DEFAULT, PluginOptions.parse(""));
  }

  @Test
  void everyOptionIsRead() throws GenerationException {
    var options =
        PluginOptions.parse(
            "class_prefix=Tk, package_suffix=a.b,vertx_codegen=true,"
                + "vertx_codegen_package_info=true,vertx_codegen_name=n,vertx_codegen_group=g.h");

    assertEquals(new PluginOptions("Tk", "a.b", true, true, "n", "g.h"), options);
  }

  @Test
  void aBareSwitchIsOn() throws GenerationException {
    assertEquals(
        PluginOptions.DEFAULT.withVertxCodegen(true), PluginOptions.parse("vertx_codegen"));
  }

  @Test
  void anEmptyPartMeansNothing() throws GenerationException {
    var expected = PluginOptions.DEFAULT.withVertxCodegen(true).withModuleFile(false);

    assertEquals(
        expected, PluginOptions.parse(",vertx_codegen=true,,vertx_codegen_package_info=false,"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          colour=red             | unknown option colour, expected one of class_prefix, package_suffix, vertx_codegen, vertx_codegen_package_info, vertx_codegen_name, vertx_codegen_group
          class_prefix           | option class_prefix needs a value: class_prefix=...
          class_prefix=          | option class_prefix is "", expected a Java identifier
          class_prefix=1a        | option class_prefix is "1a", expected a Java identifier
          package_suffix=a..b    | option package_suffix is "a..b", expected Java names joined by dots
          package_suffix=a.class | option package_suffix is "a.class", expected Java names joined by dots
          vertx_codegen=yes      | option vertx_codegen is "yes", expected true or false
          class_prefix=A,class_prefix=B | option class_prefix is given twice
          vertx_codegen_name=n   | option vertx_codegen_name needs vertx_codegen=true
          vertx_codegen_group=g  | option vertx_codegen_group needs vertx_codegen=true
          vertx_codegen,vertx_codegen_package_info=false,vertx_codegen_name=n | option vertx_codegen_name needs vertx_codegen_package_info=true
          """)
  void aWrongOptionIsNamed(String parameter, String message) {
    var failure = assertThrows(GenerationException.class, () -> PluginOptions.parse(parameter));

    assertEquals(message, failure.getMessage());
  }
}
