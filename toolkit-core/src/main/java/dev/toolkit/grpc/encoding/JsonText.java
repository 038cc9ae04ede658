package dev.toolkit.grpc.encoding;

import java.io.IOException;

/**
 * The check that a JSON text is one value and nothing else, which protobuf's parser leaves out: it
 * stops where the value ends.
 */
final class JsonText {

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * Checks a text that protobuf's parser has taken.
   *
   * @throws IOException when more than whitespace follows the value
   */
  static void requireOneValue(String text) throws IOException {
    var json = new JsonText(text);
    json.skipWhitespace();
    json.skipValue();
    json.skipWhitespace();
    if (json.at < text.length()) {
      throw new IOException("text follows the value at character " + json.at);
    }
  }

  private void skipValue() {
    int depth = 0;
    do {
      switch (text.charAt(at)) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> skipToClosingQuote();
        default -> skipLiteral(depth);
      }
      at++;
    } while (depth > 0 && at < text.length());
  }

  private void skipToClosingQuote() {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
  }

  /** Goes to the last character of a number or name that is the whole value. */
  private void skipLiteral(int depth) {
    while (depth == 0 && at + 1 < text.length() && !isWhitespace(text.charAt(at + 1))) {
      at++;
    }
  }

  private void skipWhitespace() {
    while (at < text.length() && isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isWhitespace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
