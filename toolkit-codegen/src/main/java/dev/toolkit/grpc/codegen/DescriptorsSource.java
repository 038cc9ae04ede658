package dev.toolkit.grpc.codegen;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.Collection;

/** Writes the descriptors and what binds an implementation to them, {@code GreeterGrpc}. */
final class DescriptorsSource {

  private static final String CONTINUED = "    ";

  private final Service service;
  private final JavaFile file;

  private DescriptorsSource(Service service, Collection<String> neighbours) {
    this.service = service;
    this.file = new JavaFile(service, service.descriptors(), neighbours);
  }

  static CodeGeneratorResponse.File of(Service service, Collection<String> neighbours) {
    return new DescriptorsSource(service, neighbours).write();
  }

  private CodeGeneratorResponse.File write() {
    String name = file.name(service.descriptors());
    file.javadoc(new Javadoc().markup("The descriptors of {@code " + service.fullName() + "}."))
        .deprecated(service.deprecated())
        .suppressions()
        .line("public final class " + name + " {")
        .blank()
        .javadoc(new Javadoc().markup("The full name of the service."))
        .line(
            "public static final %s SERVICE_NAME = \"%s\";"
                .formatted(file.name(Types.STRING), service.fullName()));
    service.rpcs().forEach(this::method);
    serviceDescriptor();
    file.blank().line("private " + name + "() {}");
    bind();
    return file.line("}").finish();
  }

  private void method(Rpc rpc) {
    String type = file.name(Types.METHOD_DESCRIPTOR, rpc.request(), rpc.response());
    String descriptor = file.name(Types.METHOD_DESCRIPTOR) + "." + rpc.kind().method() + "(";
    boolean known = !rpc.idempotency().isEmpty();
    file.blank()
        .javadoc(new Javadoc().markup("The rpc {@code " + rpc.name() + "}."))
        .deprecated(rpc.deprecated())
        .line("public static final " + type + " " + rpc.constant() + " =")
        .line(CONTINUED + descriptor)
        .line(CONTINUED + CONTINUED + "SERVICE_NAME,")
        .line(CONTINUED + CONTINUED + "\"" + rpc.name() + "\",")
        .line(CONTINUED + CONTINUED + messageType(rpc.request()) + ",")
        .line(CONTINUED + CONTINUED + messageType(rpc.response()) + (known ? ")" : ");"));
    if (known) {
      file.line(
          "%s.withIdempotency(%s.%s);"
              .formatted(CONTINUED + CONTINUED, file.name(Types.IDEMPOTENCY), rpc.idempotency()));
    }
  }

  private String messageType(JavaType message) {
    return file.name(Types.MESSAGE_TYPE) + ".of(" + file.name(message) + ".getDefaultInstance())";
  }

  private void serviceDescriptor() {
    String type = file.name(Types.SERVICE_DESCRIPTOR);
    file.blank()
        .javadoc(new Javadoc().markup("The service with its rpcs."))
        .line("public static final " + type + " SERVICE =")
        .line(CONTINUED + type + ".of(")
        .line(CONTINUED + CONTINUED + "SERVICE_NAME,");
    String getter = CONTINUED + CONTINUED + file.name(service.fileClass()) + "::getDescriptor";
    file.line(getter + (service.rpcs().isEmpty() ? ");" : ","));
    for (int i = 0; i < service.rpcs().size(); i++) {
      boolean last = i == service.rpcs().size() - 1;
      file.line(CONTINUED + CONTINUED + service.rpcs().get(i).constant() + (last ? ");" : ","));
    }
  }

  private void bind() {
    String definition = file.name(Types.SERVICE_DEFINITION);
    file.blank()
        .javadoc(
            new Javadoc().markup("The service as a server adds it, answered by {@code service}."))
        .line(
            "public static %s bind(%s service) {"
                .formatted(definition, file.name(service.contract())))
        .line("return " + definition + ".builder(SERVICE)");
    for (Rpc rpc : service.rpcs()) {
      file.line(
          "%s.%s(%s, service::%s)"
              .formatted(CONTINUED, rpc.kind().method(), rpc.constant(), rpc.javaName()));
    }
    file.line(CONTINUED + ".build();").line("}");
  }
}
