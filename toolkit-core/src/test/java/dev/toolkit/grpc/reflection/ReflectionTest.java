package dev.toolkit.grpc.reflection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.StringValue;
import com.google.protobuf.WrappersProto;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.client.Received;
import dev.toolkit.grpc.health.HealthService;
import dev.toolkit.grpc.reflection.v1.ExtensionRequest;
import dev.toolkit.grpc.reflection.v1.ServerReflectionGrpc;
import dev.toolkit.grpc.reflection.v1.ServerReflectionRequest;
import dev.toolkit.grpc.reflection.v1.ServerReflectionResponse;
import dev.toolkit.grpc.reflection.v1.ServiceResponse;
import dev.toolkit.grpc.server.Hosted;
import dev.toolkit.grpc.server.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReflectionTest {

  private static final String V1 = "grpc.reflection.v1.ServerReflection";
  private static final String V1ALPHA = "grpc.reflection.v1alpha.ServerReflection";

  /** It imports {@code base.proto}, and wrappers; {@code base.proto} imports wrappers too. */
  private static final FileDescriptor SHOP = shop();

  private static final FileDescriptor EXTENSIONS = extensions();

  private final Hosted hosted = Hosted.with();
  private ClientCall<ServerReflectionRequest, ServerReflectionResponse> call;
  private Received<ServerReflectionResponse> received;

  @BeforeEach
  void start() {
    hosted.server.add(shopService());
    Reflection.addTo(hosted.server).add(HealthService.create().bind());
    hosted.start();
    open(ServerReflectionGrpc.SERVER_REFLECTION_INFO);
  }

  @AfterEach
  void close() {
    call.cancel("the test is over");
    hosted.close();
  }

  @Test
  void servicesAreListedInOrderWhenceverTheyWereAdded() throws Exception {
    var response = ask(request -> request.setListServices("*"));

    assertEquals(
        List.of("grpc.health.v1.Health", V1, V1ALPHA, "shop.Shop"),
        response.getListServicesResponse().getServiceList().stream()
            .map(ServiceResponse::getName)
            .toList());
  }

  @Test
  void answerRepeatsTheRequestAndTheHost() throws Exception {
    var response = ask(request -> request.setHost("shop.test").setListServices(""));

    assertEquals("shop.test", response.getValidHost());
    assertEquals(
        ServerReflectionRequest.newBuilder().setHost("shop.test").setListServices("").build(),
        response.getOriginalRequest());
  }

  @Test
  void fileComesWithWhatItImportsOnce() throws Exception {
    var response = ask(request -> request.setFileByFilename("shop.proto"));

    assertEquals(
        List.of("shop.proto", "base.proto", "google/protobuf/wrappers.proto"), files(response));
  }

  @Test
  void fileThatWasSentIsSentAgainOnlyIfItIsAskedFor() throws Exception {
    ask(request -> request.setFileByFilename("base.proto"));

    var shop = ask(request -> request.setFileByFilename("shop.proto"));
    var base = ask(request -> request.setFileByFilename("base.proto"));

    assertEquals(List.of("shop.proto"), files(shop));
    assertEquals(List.of("base.proto"), files(base));
  }

  @Test
  void symbolsOfAllKindsAreFound() throws Exception {
    var names =
        List.of(
            "shop.Shop",
            "shop.Shop.Buy",
            "shop.Item",
            "shop.Item.Part",
            "shop.Item.name",
            "shop.Item.Part.size",
            "shop.Item.Color",
            "shop.Item.RED",
            "shop.Item.kind");
    for (String name : names) {
      var response = ask(request -> request.setFileContainingSymbol(name));
      assertEquals("shop.proto", files(response).get(0), name);
    }
  }

  @Test
  void whatIsNotKnownIsAnErrorAndTheCallGoesOn() throws Exception {
    assertNotFound("unknown file a.proto", request -> request.setFileByFilename("a.proto"));
    assertNotFound("unknown symbol a.B", request -> request.setFileContainingSymbol("a.B"));
    assertNotFound(
        "unknown extension 7 of shop.Item",
        request -> request.setFileContainingExtension(extension("shop.Item", 7)));
    assertNotFound("unknown type a.B", request -> request.setAllExtensionNumbersOfType("a.B"));
    assertEquals(4, ask(r -> r.setListServices("")).getListServicesResponse().getServiceCount());
  }

  @Test
  void extensionsAreFoundInFilesThatNoServiceImports() throws Exception {
    call.cancel("another server is asked");
    var first = call;
    try (var other = Hosted.with()) {
      var reflection = Reflection.of(() -> List.of(shopService()), List.of(EXTENSIONS));
      other.server.add(reflection.v1());
      other.start();
      call =
          other.client.call(
              ServerReflectionGrpc.SERVER_REFLECTION_INFO, other.client.callOptions());
      received = new Received<>(call.responses());

      var numbers = ask(request -> request.setAllExtensionNumbersOfType("base.Open"));
      var file = ask(r -> r.setFileContainingExtension(extension("base.Open", 101)));
      var none = ask(request -> request.setAllExtensionNumbersOfType("shop.Item"));

      var all = numbers.getAllExtensionNumbersResponse();
      assertEquals("base.Open", all.getBaseTypeName());
      assertEquals(List.of(100, 101), all.getExtensionNumberList());
      assertEquals(
          List.of("extensions.proto", "base.proto", "google/protobuf/wrappers.proto"), files(file));
      assertEquals(0, none.getAllExtensionNumbersResponse().getExtensionNumberCount());
      assertTrue(none.hasAllExtensionNumbersResponse());
      call.cancel("done");
    } finally {
      call = first;
    }
  }

  @Test
  void requestThatAsksForNothingEndsTheCall() {
    call.requests().write(ServerReflectionRequest.getDefaultInstance());

    assertEquals(Code.INVALID_ARGUMENT, received.failure().code());
  }

  @Test
  void olderVersionAnswersTheSame() throws Exception {
    call.cancel("the other version is asked");
    open(
        MethodDescriptor.bidiStreaming(
            V1ALPHA,
            "ServerReflectionInfo",
            ServerReflectionGrpc.SERVER_REFLECTION_INFO.requestType(),
            ServerReflectionGrpc.SERVER_REFLECTION_INFO.responseType()));

    var itself = ask(request -> request.setFileContainingSymbol(V1ALPHA));
    var shop = ask(request -> request.setFileContainingSymbol("shop.Shop"));

    assertEquals(List.of("grpc/reflection/v1alpha/reflection.proto"), files(itself));
    assertEquals("shop.proto", files(shop).get(0));
  }

  private void open(
      MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> reflection) {
    call = hosted.client.call(reflection, hosted.client.callOptions());
    received = new Received<>(call.responses());
  }

  private ServerReflectionResponse ask(Consumer<ServerReflectionRequest.Builder> asked)
      throws InterruptedException {
    var request = ServerReflectionRequest.newBuilder();
    asked.accept(request);
    call.requests().write(request.build());
    return received.next();
  }

  private void assertNotFound(String message, Consumer<ServerReflectionRequest.Builder> asked)
      throws InterruptedException {
    var error = ask(asked).getErrorResponse();
    assertEquals(5, error.getErrorCode());
    assertEquals(message, error.getErrorMessage());
  }

  private static List<String> files(ServerReflectionResponse response) throws Exception {
    var names = new ArrayList<String>();
    for (var bytes : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
      names.add(FileDescriptorProto.parseFrom(bytes).getName());
    }
    return names;
  }

  private static ExtensionRequest extension(String type, int number) {
    return ExtensionRequest.newBuilder().setContainingType(type).setExtensionNumber(number).build();
  }

  private static ServiceDefinition shopService() {
    var text = MessageType.of(StringValue.getDefaultInstance());
    var buy = MethodDescriptor.unary("shop.Shop", "Buy", text, text);
    return ServiceDefinition.builder(ServiceDescriptor.of("shop.Shop", () -> SHOP, buy)).build();
  }

  private static FileDescriptor shop() {
    var text = ".google.protobuf.StringValue";
    var file = FileDescriptorProto.newBuilder().setName("shop.proto").setPackage("shop");
    file.addDependency("base.proto").addDependency("google/protobuf/wrappers.proto");
    file.addServiceBuilder()
        .setName("Shop")
        .addMethodBuilder()
        .setName("Buy")
        .setInputType(text)
        .setOutputType(text);
    var item = file.addMessageTypeBuilder().setName("Item");
    item.addOneofDeclBuilder().setName("kind");
    item.addField(field("name", 1).setOneofIndex(0));
    item.addNestedType(DescriptorProto.newBuilder().setName("Part").addField(field("size", 1)));
    item.addEnumTypeBuilder().setName("Color").addValueBuilder().setName("RED").setNumber(0);
    return built(file.build(), base(), WrappersProto.getDescriptor());
  }

  private static FileDescriptor base() {
    var file = FileDescriptorProto.newBuilder().setName("base.proto").setPackage("base");
    file.addDependency("google/protobuf/wrappers.proto");
    file.addMessageTypeBuilder()
        .setName("Open")
        .addExtensionRange(ExtensionRange.newBuilder().setStart(100).setEnd(200));
    return built(file.build(), WrappersProto.getDescriptor());
  }

  private static FileDescriptor extensions() {
    var file = FileDescriptorProto.newBuilder().setName("extensions.proto").setPackage("more");
    file.addDependency("base.proto");
    file.addExtension(field("b", 101).setExtendee(".base.Open"));
    file.addMessageTypeBuilder()
        .setName("Scope")
        .addExtension(field("a", 100).setExtendee(".base.Open"));
    return built(file.build(), base());
  }

  private static FieldDescriptorProto.Builder field(String name, int number) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(Type.TYPE_INT32)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private static FileDescriptor built(FileDescriptorProto file, FileDescriptor... imports) {
    try {
      return FileDescriptor.buildFrom(file, imports);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }
}
