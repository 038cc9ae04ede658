package dev.toolkit.grpc.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.GeneratorNames;

/**
 * The name of a Java class, as it is taken apart for an import.
 *
 * @param packageName the package, empty for the unnamed one
 * @param fileClass the class around it that an import names: the one that protoc made of the file
 *     and put the message in, or empty
 * @param name the class with the messages around it, such as {@code Outer.Inner}
 */
record JavaType(String packageName, String fileClass, String name) {

  /** A class at the top level of a package. */
  static JavaType of(String packageName, String name) {
    return new JavaType(packageName, "", name);
  }

  /** The class that protoc makes of a message. */
  static JavaType of(Descriptor message) {
    Descriptor top = message;
    while (top.getContainingType() != null) {
      top = top.getContainingType();
    }
    var file = message.getFile();
    String packageName = GeneratorNames.getFileJavaPackage(file);
    boolean nested = GeneratorNames.getNestInFileClass(top);
    boolean importable = nested && !file.getOptions().getDeprecated(); // else the import warns
    String fileClass = importable ? GeneratorNames.getFileClassName(file) : "";
    String qualified = GeneratorNames.getQualifiedClassName(message);
    String around = join(packageName, fileClass);
    String name = around.isEmpty() ? qualified : qualified.substring(around.length() + 1);
    return new JavaType(packageName, fileClass, name);
  }

  /** The class that stands in the import, by its own name. */
  String shortName() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The class that stands in the import, in full. */
  String importName() {
    return join(join(packageName, fileClass), shortName());
  }

  String qualifiedName() {
    return join(join(packageName, fileClass), name);
  }

  /** The parts that are not empty, joined by a dot. */
  static String join(String left, String right) {
    return left.isEmpty() || right.isEmpty() ? left + right : left + "." + right;
  }
}
