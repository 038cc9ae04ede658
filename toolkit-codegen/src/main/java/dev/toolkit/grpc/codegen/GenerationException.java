package dev.toolkit.grpc.codegen;

/** Says why no code can be made; its message is the sentence that the user reads. */
final class GenerationException extends Exception {

  private static final long serialVersionUID = 1L;

  GenerationException(String message) {
    super(message);
  }
}
