package dev.toolkit.grpc.codegen;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The short names of one compilation unit. A short name belongs to one class; another class of that
 * name is written in full.
 */
final class Imports {

  private static final String JAVA_LANG = "java.lang";

  private final String packageName;
  private final Set<String> neighbours;
  private final Map<String, String> owners = new HashMap<>();
  private final Set<String> imported = new TreeSet<>();

  /**
   * @param packageName the package of the unit
   * @param neighbours the short names of the classes known to be in that package, which hide those
   *     of {@code java.lang}
   */
  Imports(String packageName, Collection<String> neighbours) {
    this.packageName = packageName;
    this.neighbours = Set.copyOf(neighbours);
  }

  /** Gives the class its short name, if that is free, without importing it yet. */
  void reserve(JavaType type) {
    owners.putIfAbsent(type.shortName(), type.importName());
  }

  /** The text that names the class in the unit. */
  String nameOf(JavaType type) {
    reserve(type);
    if (!owners.get(type.shortName()).equals(type.importName())) {
      return type.qualifiedName();
    }
    if (type.packageName().isEmpty()) {
      return type.qualifiedName(); // what is in the unnamed package can't be imported
    }
    if (needsImport(type)) {
      imported.add(type.importName());
    }
    return type.name();
  }

  /** The names to import, sorted. */
  Set<String> names() {
    return imported;
  }

  private boolean needsImport(JavaType type) {
    if (!type.fileClass().isEmpty()) {
      return true;
    }
    if (type.packageName().equals(JAVA_LANG)) {
      return neighbours.contains(type.shortName());
    }
    return !type.packageName().equals(packageName);
  }
}
