package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generator says of itself, and how it refuses. */
class GeneratorTest {

  @Test
  void theResponseNamesFeaturesAndEditions() {
    var response = Generator.respond(Requests.of("", "greeter.proto"));

    assertEquals(
        Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE,
        response.getSupportedFeatures());
    assertEquals(Edition.EDITION_PROTO2_VALUE, response.getMinimumEdition());
    assertEquals(Edition.EDITION_2024_VALUE, response.getMaximumEdition());
  }

  @Test
  void aFileWithoutServicesGivesNothing() {
    var response = Generator.respond(Requests.of("", "google/protobuf/empty.proto"));

    assertEquals(List.of(), response.getFileList());
    assertEquals("", response.getError());
  }

  @Test
  void aWrongOptionIsTheErrorOfTheResponse() {
    var response = Generator.respond(Requests.of("vertx_codegen=1", "greeter.proto"));

    assertEquals(
        "vertx-toolkit: option vertx_codegen is \"1\", expected true or false",
        response.getError());
    assertEquals(0, response.getFileCount());
  }

  @Test
  void rpcsThatWouldBeOneMethodAreRefused() {
    var file = file("a.proto").addService(service("S", "SayHello", "say_hello"));

    assertRefused(
        file,
        "a.proto: service p.S: rpcs SayHello and say_hello would both be the Java method sayHello;"
            + " rename one of them");
  }

  @Test
  void rpcsThatWouldBeOneConstantAreRefused() {
    var file = file("a.proto").addService(service("S", "GetAB", "GetaB", "Geta_B_"));

    assertRefused(
        file,
        "a.proto: service p.S: rpcs GetaB and Geta_B_ would both be the Java method getaB;"
            + " rename one of them");
  }

  @Test
  void aMessageWithTheNameOfAGeneratedClassIsRefused() {
    var file =
        file("a.proto")
            .addService(service("S", "Call"))
            .addMessageType(DescriptorProto.newBuilder().setName("SClient"));
    file.getOptionsBuilder().setJavaMultipleFiles(true);

    assertRefused(
        file,
        "a.proto: class p.SClient of the service p.S is also made from the message p.SClient;"
            + " the option class_prefix or package_suffix keeps them apart");
  }

  @Test
  void anEnumWithTheNameOfAGeneratedClassIsRefused() {
    var value = EnumValueDescriptorProto.newBuilder().setName("ZERO").setNumber(0);
    var file =
        file("a.proto")
            .addService(service("S", "Call"))
            .addEnumType(EnumDescriptorProto.newBuilder().setName("SGrpc").addValue(value));
    file.getOptionsBuilder().setJavaMultipleFiles(true);

    assertRefused(
        file,
        "a.proto: class p.SGrpc of the service p.S is also made from the enum p.SGrpc;"
            + " the option class_prefix or package_suffix keeps them apart");
  }

  @Test
  void aFileWithTheNameOfAGeneratedClassIsRefused() {
    var file = file("greeter_service.proto").addService(service("Greeter", "Call"));

    assertRefused(
        file,
        "greeter_service.proto: class p.GreeterService of the service p.Greeter is also made from"
            + " the file greeter_service.proto; the option class_prefix or package_suffix keeps"
            + " them apart");
  }

  @Test
  void genericServicesOfProtocAreKnown() {
    var file = file("a.proto").addService(service("FooService", "Call"));
    file.getOptionsBuilder().setJavaMultipleFiles(true).setJavaGenericServices(true);

    assertRefused(
        file,
        "a.proto: class p.FooService of the service p.FooService is also made from option"
            + " java_generic_services; the option class_prefix or package_suffix keeps them"
            + " apart");
  }

  @Test
  void servicesWithOneContractAreRefused() {
    var file =
        file("a.proto").addService(service("Foo", "Call")).addService(service("FooService", "Go"));

    assertRefused(
        file,
        "a.proto: class p.FooService of the service p.FooService is also made from the service"
            + " p.Foo; the option class_prefix or package_suffix keeps them apart");
  }

  @Test
  void aPrefixResolvesAClash() {
    var file = file("greeter_service.proto").addService(service("Greeter", "Call"));
    var request = Requests.of(file.build()).toBuilder().setParameter("class_prefix=Tk").build();

    var response = Generator.respond(request);

    assertEquals("", response.getError());
    assertEquals("p/TkGreeterService.java", response.getFile(0).getName());
  }

  @Test
  void aPackageSuffixNeedsAPackage() {
    var response = Generator.respond(Requests.of("package_suffix=x", "unnamed.proto"));

    assertEquals(
        "vertx-toolkit: unnamed.proto: option package_suffix needs a package, since Java can't"
            + " import messages from the unnamed one",
        response.getError());
  }

  @Test
  void vertxCodegenNeedsAPackage() {
    var response = Generator.respond(Requests.of("vertx_codegen", "unnamed.proto"));

    assertEquals(
        "vertx-toolkit: unnamed.proto: option vertx_codegen needs a package, and the file has none",
        response.getError());
  }

  @Test
  void theGroupIsAroundThePackage() {
    var request = Requests.of("vertx_codegen,vertx_codegen_group=com.ac", "greeter.proto");

    assertEquals(
        "vertx-toolkit: greeter.proto: option vertx_codegen_group is \"com.ac\", expected"
            + " \"com.acme.hello\" or a package around it",
        Generator.respond(request).getError());
  }

  @Test
  void nameAndGroupOfTheModuleCanBeSet() {
    var request =
        Requests.of(
            "vertx_codegen,vertx_codegen_name=greeting,vertx_codegen_group=com.acme.hello",
            "greeter.proto");

    String module = content(Generator.respond(request), "com/acme/hello/package-info.java");

    assertTrue(
        module.contains("@ModuleGen(name = \"greeting\", groupPackage = \"com.acme.hello\")"));
  }

  @Test
  void thePackageInfoCanBeLeftOut() {
    var request = Requests.of("vertx_codegen,vertx_codegen_package_info=false", "greeter.proto");

    var response = Generator.respond(request);

    assertEquals(
        List.of("GreeterService", "GreeterClient", "GreeterClientImpl", "GreeterGrpc"),
        response.getFileList().stream()
            .map(file -> file.getName().replaceAll(".*/|\\.java", ""))
            .toList());
    assertTrue(content(response, "com/acme/hello/GreeterClient.java").contains("@VertxGen"));
  }

  @Test
  void onePackageHasOneModule() {
    var response = Generator.respond(Requests.of("vertx_codegen", "deprecations.proto"));

    long modules =
        response.getFileList().stream().filter(f -> f.getName().endsWith("-info.java")).count();
    assertEquals(1, modules);
    assertEquals(3 * 4 + 1, response.getFileCount());
  }

  @Test
  void aMissingImportIsNamed() {
    var file = file("a.proto").addDependency("b.proto").build();

    assertEquals(
        "vertx-toolkit: b.proto, named by a.proto, is not in the request",
        Generator.respond(Requests.of(file)).getError());
  }

  @Test
  void anUnresolvableTypeIsNamed() {
    var service = service("S", "Call").toBuilder();
    service.getMethodBuilder(0).setInputType(".p.Nowhere");

    var response = Generator.respond(Requests.of(file("a.proto").addService(service).build()));

    assertTrue(response.getError().startsWith("vertx-toolkit: a.proto: "), response.getError());
    assertTrue(response.getError().contains("p.Nowhere"), response.getError());
  }

  @Test
  void theCompleteDescriptorsOfFilesToGenerateArePreferred() {
    var bare = file("a.proto").addService(service("S", "Call"));
    var complete = bare.clone();
    complete.getOptionsBuilder().setJavaPackage("complete");
    var request =
        CodeGeneratorRequest.newBuilder()
            .addFileToGenerate("a.proto")
            .addProtoFile(bare)
            .addSourceFileDescriptors(complete)
            .build();

    assertEquals("complete/SService.java", Generator.respond(request).getFile(0).getName());
  }

  private static void assertRefused(FileDescriptorProto.Builder file, String message) {
    var response = Generator.respond(Requests.of(file.build()));

    assertEquals("vertx-toolkit: " + message, response.getError());
    assertEquals(0, response.getFileCount());
  }

  private static String content(CodeGeneratorResponse response, String name) {
    return response.getFileList().stream()
        .filter(file -> file.getName().equals(name))
        .findAny()
        .orElseThrow()
        .getContent();
  }

  private static FileDescriptorProto.Builder file(String name) {
    return FileDescriptorProto.newBuilder()
        .setName(name)
        .setPackage("p")
        .setSyntax("proto3")
        .addMessageType(DescriptorProto.newBuilder().setName("M"));
  }

  private static ServiceDescriptorProto service(String name, String... rpcs) {
    var service = ServiceDescriptorProto.newBuilder().setName(name);
    for (String rpc : rpcs) {
      service.addMethod(
          MethodDescriptorProto.newBuilder()
              .setName(rpc)
              .setInputType(".p.M")
              .setOutputType(".p.M"));
    }
    return service.build();
  }
}
