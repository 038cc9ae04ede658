package dev.toolkit.grpc.codegen;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * The options of the plugin, from the parameter that protoc hands over: {@code key=value}, comma
 * separated.
 *
 * @param classPrefix put before the name of each generated class, or empty
 * @param packageSuffix appended to the Java package of the messages, or empty
 * @param vertxCodegen whether clients carry {@code @VertxGen}
 * @param moduleFile whether {@code package-info.java} is made as well, where clients carry it
 * @param moduleName the name of the module, or empty for the last part of the package
 * @param moduleGroup the group package of the module, or empty for the parent of the package
 */
record PluginOptions(
    String classPrefix,
    String packageSuffix,
    boolean vertxCodegen,
    boolean moduleFile,
    String moduleName,
    String moduleGroup) {

  private static final String CLASS_PREFIX = "class_prefix";
  private static final String PACKAGE_SUFFIX = "package_suffix";
  private static final String VERTX_CODEGEN = "vertx_codegen";
  private static final String MODULE_FILE = "vertx_codegen_package_info";
  private static final String MODULE_NAME = "vertx_codegen_name";
  private static final String MODULE_GROUP = "vertx_codegen_group";
  private static final List<String> NAMES =
      List.of(CLASS_PREFIX, PACKAGE_SUFFIX, VERTX_CODEGEN, MODULE_FILE, MODULE_NAME, MODULE_GROUP);

  static final PluginOptions DEFAULT = new PluginOptions("", "", false, true, "", "");

  /** Reads the parameter; an empty one means the defaults. */
  static PluginOptions parse(String parameter) throws GenerationException {
    PluginOptions options = DEFAULT;
    Set<String> seen = new HashSet<>();
    for (String part : parameter.split(",")) {
      String option = part.strip();
      if (option.isEmpty()) {
        continue;
      }
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals).strip();
      if (!seen.add(name)) {
        throw new GenerationException("option " + name + " is given twice");
      }
      String value = equals < 0 ? bareValue(name) : option.substring(equals + 1).strip();
      options = options.with(name, value);
    }
    return options.checked();
  }

  /** An option without a value is a switch that is turned on. */
  private static String bareValue(String name) throws GenerationException {
    if (NAMES.contains(name) && !name.equals(VERTX_CODEGEN) && !name.equals(MODULE_FILE)) {
      throw new GenerationException("option " + name + " needs a value: " + name + "=...");
    }
    return "true";
  }

  private PluginOptions with(String name, String value) throws GenerationException {
    return switch (name) {
      case CLASS_PREFIX -> withClassPrefix(identifier(name, value));
      case PACKAGE_SUFFIX -> withPackageSuffix(packageName(name, value));
      case VERTX_CODEGEN -> withVertxCodegen(bool(name, value));
      case MODULE_FILE -> withModuleFile(bool(name, value));
      case MODULE_NAME -> withModuleName(packageName(name, value));
      case MODULE_GROUP -> withModuleGroup(packageName(name, value));
      default ->
          throw new GenerationException(
              "unknown option " + name + ", expected one of " + String.join(", ", NAMES));
    };
  }

  /** Options that say how a module is made mean nothing where none is. */
  private PluginOptions checked() throws GenerationException {
    boolean named = !moduleName.isEmpty() || !moduleGroup.isEmpty();
    if (named && !(vertxCodegen && moduleFile)) {
      String option = moduleName.isEmpty() ? MODULE_GROUP : MODULE_NAME;
      String missing = vertxCodegen ? MODULE_FILE : VERTX_CODEGEN;
      throw new GenerationException("option " + option + " needs " + missing + "=true");
    }
    return this;
  }

  PluginOptions withClassPrefix(String prefix) {
    return new PluginOptions(
        prefix, packageSuffix, vertxCodegen, moduleFile, moduleName, moduleGroup);
  }

  PluginOptions withPackageSuffix(String suffix) {
    return new PluginOptions(
        classPrefix, suffix, vertxCodegen, moduleFile, moduleName, moduleGroup);
  }

  PluginOptions withVertxCodegen(boolean on) {
    return new PluginOptions(classPrefix, packageSuffix, on, moduleFile, moduleName, moduleGroup);
  }

  PluginOptions withModuleFile(boolean on) {
    return new PluginOptions(classPrefix, packageSuffix, vertxCodegen, on, moduleName, moduleGroup);
  }

  PluginOptions withModuleName(String name) {
    return new PluginOptions(
        classPrefix, packageSuffix, vertxCodegen, moduleFile, name, moduleGroup);
  }

  PluginOptions withModuleGroup(String group) {
    return new PluginOptions(
        classPrefix, packageSuffix, vertxCodegen, moduleFile, moduleName, group);
  }

  private static String identifier(String name, String value) throws GenerationException {
    if (!SourceVersion.isIdentifier(value)) {
      throw new GenerationException(
          "option " + name + " is \"" + value + "\", expected a Java identifier");
    }
    return value;
  }

  private static String packageName(String name, String value) throws GenerationException {
    if (!SourceVersion.isName(value)) {
      throw new GenerationException(
          "option " + name + " is \"" + value + "\", expected Java names joined by dots");
    }
    return value;
  }

  private static boolean bool(String name, String value) throws GenerationException {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new GenerationException(
              "option " + name + " is \"" + value + "\", expected true or false");
    };
  }
}
