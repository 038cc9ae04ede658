package dev.toolkit.grpc.reflection;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.reflection.v1.ErrorResponse;
import dev.toolkit.grpc.reflection.v1.ExtensionNumberResponse;
import dev.toolkit.grpc.reflection.v1.ExtensionRequest;
import dev.toolkit.grpc.reflection.v1.FileDescriptorResponse;
import dev.toolkit.grpc.reflection.v1.ListServiceResponse;
import dev.toolkit.grpc.reflection.v1.ServerReflectionRequest;
import dev.toolkit.grpc.reflection.v1.ServerReflectionResponse;
import dev.toolkit.grpc.reflection.v1.ServiceResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call: answers a request after the other, and remembers the files that it has sent. */
final class ReflectionCall {

  private final FileIndex index;
  private final ReadStream<ServerReflectionRequest> requests;
  private final WriteStream<ServerReflectionResponse> responses;
  private final Set<FileDescriptor> sent = new HashSet<>();
  private final Promise<Void> end = Promise.promise();

  ReflectionCall(
      FileIndex index,
      ReadStream<ServerReflectionRequest> requests,
      WriteStream<ServerReflectionResponse> responses) {
    this.index = index;
    this.requests = requests;
    this.responses = responses;
  }

  Future<Void> start() {
    responses.drainHandler(v -> requests.resume());
    requests.exceptionHandler(end::tryFail);
    requests.endHandler(v -> end.tryComplete());
    requests.handler(this::take);
    requests.resume();
    return end.future();
  }

  private void take(ServerReflectionRequest request) {
    var response =
        ServerReflectionResponse.newBuilder()
            .setValidHost(request.getHost())
            .setOriginalRequest(request);
    switch (request.getMessageRequestCase()) {
      case FILE_BY_FILENAME ->
          answerFile(response, index.file(request.getFileByFilename()), "file", request);
      case FILE_CONTAINING_SYMBOL ->
          answerFile(response, index.symbol(request.getFileContainingSymbol()), "symbol", request);
      case FILE_CONTAINING_EXTENSION ->
          answerFile(
              response, extension(request.getFileContainingExtension()), "extension", request);
      case ALL_EXTENSION_NUMBERS_OF_TYPE ->
          answerNumbers(response, request.getAllExtensionNumbersOfType());
      case LIST_SERVICES -> response.setListServicesResponse(services());
      case MESSAGEREQUEST_NOT_SET ->
          throw Status.of(Code.INVALID_ARGUMENT, "the request asks for nothing").asException();
    }
    responses.write(response.build()).onFailure(end::tryFail);
    if (responses.writeQueueFull()) {
      requests.pause();
    }
  }

  private @Nullable FileDescriptor extension(ExtensionRequest request) {
    return index.extension(request.getContainingType(), request.getExtensionNumber());
  }

  private void answerFile(
      ServerReflectionResponse.Builder response,
      @Nullable FileDescriptor file,
      String kind,
      ServerReflectionRequest request) {
    if (file == null) {
      response.setErrorResponse(notFound("unknown " + kind + " " + asked(request)));
      return;
    }
    var files = FileDescriptorResponse.newBuilder();
    files.addFileDescriptorProto(file.toProto().toByteString());
    sent.add(file);
    addImports(file, files);
    response.setFileDescriptorResponse(files);
  }

  private void addImports(FileDescriptor file, FileDescriptorResponse.Builder files) {
    for (FileDescriptor imported : file.getDependencies()) {
      if (sent.add(imported)) {
        files.addFileDescriptorProto(imported.toProto().toByteString());
        addImports(imported, files);
      }
    }
  }

  private void answerNumbers(ServerReflectionResponse.Builder response, String type) {
    if (!index.isMessage(type)) {
      response.setErrorResponse(notFound("unknown type " + type));
      return;
    }
    response.setAllExtensionNumbersResponse(
        ExtensionNumberResponse.newBuilder()
            .setBaseTypeName(type)
            .addAllExtensionNumber(index.extensionNumbers(type)));
  }

  private ListServiceResponse services() {
    var list = ListServiceResponse.newBuilder();
    index.services().forEach(name -> list.addService(ServiceResponse.newBuilder().setName(name)));
    return list.build();
  }

  private static String asked(ServerReflectionRequest request) {
    return switch (request.getMessageRequestCase()) {
      case FILE_BY_FILENAME -> request.getFileByFilename();
      case FILE_CONTAINING_SYMBOL -> request.getFileContainingSymbol();
      default ->
          request.getFileContainingExtension().getExtensionNumber()
              + " of "
              + request.getFileContainingExtension().getContainingType();
    };
  }

  private static ErrorResponse notFound(String message) {
    return ErrorResponse.newBuilder()
        .setErrorCode(Code.NOT_FOUND.value())
        .setErrorMessage(message)
        .build();
  }
}
