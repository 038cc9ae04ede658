package dev.toolkit.grpc.codegen;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes the response to a request: four Java files for each service, or one sentence of error. */
final class Generator {

  private static final int FEATURES =
      Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE;

  private final PluginOptions options;
  private final JavaClasses classes = new JavaClasses();
  private final List<Service> services = new ArrayList<>();

  private Generator(PluginOptions options) {
    this.options = options;
  }

  static CodeGeneratorResponse respond(CodeGeneratorRequest request) {
    var response =
        CodeGeneratorResponse.newBuilder()
            .setSupportedFeatures(FEATURES)
            .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
            .setMaximumEdition(Edition.EDITION_2024_VALUE);
    try {
      var generator = new Generator(PluginOptions.parse(request.getParameter()));
      generator.read(ProtoFiles.of(request));
      return response.addAllFile(generator.write()).build();
    } catch (GenerationException e) {
      return response.setError("vertx-toolkit: " + e.getMessage()).build();
    }
  }

  private void read(ProtoFiles files) throws GenerationException {
    files.all().forEach(classes::add);
    for (FileDescriptor file : files.toGenerate()) {
      var comments = new Comments(file);
      for (ServiceDescriptor descriptor : file.getServices()) {
        Service service = Service.of(descriptor, comments, options);
        classes.add(service);
        services.add(service);
      }
    }
  }

  private List<CodeGeneratorResponse.File> write() throws GenerationException {
    List<CodeGeneratorResponse.File> files = new ArrayList<>();
    Set<String> modules = new TreeSet<>();
    for (Service service : services) {
      Set<String> neighbours = classes.in(service.packageName());
      files.add(ContractSource.of(service, neighbours));
      files.add(ClientSource.of(service, neighbours, options.vertxCodegen()));
      files.add(ClientImplSource.of(service, neighbours));
      files.add(DescriptorsSource.of(service, neighbours));
      boolean module = options.vertxCodegen() && options.moduleFile();
      if (module && modules.add(service.packageName())) {
        files.add(ModuleSource.of(service, options));
      }
    }
    return files;
  }
}
