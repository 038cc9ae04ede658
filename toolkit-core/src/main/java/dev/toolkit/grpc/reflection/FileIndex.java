package dev.toolkit.grpc.reflection;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.toolkit.grpc.server.ServiceDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the files of some services declare, by name. Of two files, or two things, of one name the
 * first counts. Immutable once it is made.
 */
final class FileIndex {

  private final List<String> services;
  private final Set<FileDescriptor> seen = new HashSet<>();
  private final Map<String, FileDescriptor> files = new HashMap<>();
  private final Map<String, FileDescriptor> symbols = new HashMap<>();
  private final Set<String> messages = new HashSet<>();
  private final Map<String, TreeMap<Integer, FileDescriptor>> extensions = new HashMap<>();

  private FileIndex(List<String> services) {
    this.services = services;
  }

  /** The index of the files of services, of more files, and of all that these import. */
  static FileIndex of(List<ServiceDefinition> services, List<FileDescriptor> moreFiles) {
    var names = services.stream().map(service -> service.descriptor().name()).sorted().toList();
    var index = new FileIndex(names);
    services.forEach(service -> index.addFile(service.descriptor().file().get()));
    moreFiles.forEach(index::addFile);
    return index;
  }

  /** The names of the services, sorted. */
  List<String> services() {
    return services;
  }

  /** The file of a name, null if it is not known. */
  @Nullable FileDescriptor file(String name) {
    return files.get(name);
  }

  /** The file that declares a type, field, value, extension, service or method. */
  @Nullable FileDescriptor symbol(String fullName) {
    return symbols.get(fullName);
  }

  /** The file that declares an extension. */
  @Nullable FileDescriptor extension(String type, int number) {
    var ofType = extensions.get(type);
    return ofType == null ? null : ofType.get(number);
  }

  /** Whether a message type is known. */
  boolean isMessage(String fullName) {
    return messages.contains(fullName);
  }

  /** The numbers of the extensions of a message type, ascending. */
  Collection<Integer> extensionNumbers(String type) {
    var ofType = extensions.get(type);
    return ofType == null ? List.of() : ofType.keySet();
  }

  private void addFile(FileDescriptor file) {
    if (!seen.add(file)) {
      return;
    }
    files.putIfAbsent(file.getName(), file);
    file.getMessageTypes().forEach(this::addMessage);
    file.getEnumTypes().forEach(this::addEnum);
    file.getExtensions().forEach(this::addExtension);
    file.getServices().forEach(this::addService);
    file.getDependencies().forEach(this::addFile);
  }

  private void addMessage(Descriptor message) {
    add(message);
    messages.add(message.getFullName());
    message.getFields().forEach(this::add);
    message.getOneofs().forEach(this::add);
    message.getNestedTypes().forEach(this::addMessage);
    message.getEnumTypes().forEach(this::addEnum);
    message.getExtensions().forEach(this::addExtension);
  }

  /** The values of an enum are named as if they stood beside it, as in C++. */
  private void addEnum(EnumDescriptor type) {
    add(type);
    String name = type.getFullName();
    String scope = name.substring(0, name.length() - type.getName().length());
    type.getValues().forEach(value -> symbols.putIfAbsent(scope + value.getName(), type.getFile()));
  }

  private void addExtension(FieldDescriptor extension) {
    add(extension);
    extensions
        .computeIfAbsent(extension.getContainingType().getFullName(), type -> new TreeMap<>())
        .putIfAbsent(extension.getNumber(), extension.getFile());
  }

  private void addService(ServiceDescriptor service) {
    add(service);
    service.getMethods().forEach(this::add);
  }

  private void add(GenericDescriptor declared) {
    symbols.putIfAbsent(declared.getFullName(), declared.getFile());
  }
}
