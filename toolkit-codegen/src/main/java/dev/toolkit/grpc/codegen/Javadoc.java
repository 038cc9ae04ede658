package dev.toolkit.grpc.codegen;

import java.util.ArrayList;
import java.util.List;

/**
 * A Javadoc comment: a sentence of ours, a comment of the {@code .proto} file, or both. What the
 * file says is text: nothing in it is a tag, markup or the end of the comment.
 */
final class Javadoc {

  private final List<String> paragraphs = new ArrayList<>();

  /** Adds a paragraph as it is, with tags and markup. */
  Javadoc markup(String paragraph) {
    paragraphs.add(paragraph);
    return this;
  }

  /** Adds a comment of the {@code .proto} file: a blank line in it starts a new paragraph. */
  Javadoc text(String comment) {
    List<String> paragraph = new ArrayList<>();
    for (String line : comment.stripIndent().lines().toList()) {
      if (line.isBlank()) {
        addText(paragraph);
        paragraph.clear();
      } else {
        paragraph.add(line.stripTrailing());
      }
    }
    addText(paragraph);
    return this;
  }

  /** The lines of the comment, from the slash at its start to the one at its end. */
  List<String> lines() {
    if (paragraphs.size() == 1 && !paragraphs.get(0).contains("\n")) {
      return List.of("/** " + paragraphs.get(0) + " */");
    }
    List<String> lines = new ArrayList<>(List.of("/**"));
    for (int i = 0; i < paragraphs.size(); i++) {
      String paragraph = paragraphs.get(i);
      if (i > 0) {
        lines.add(" *");
        paragraph = paragraph.startsWith("<pre>") ? paragraph : "<p>" + paragraph;
      }
      paragraph.lines().forEach(line -> lines.add((" * " + line).stripTrailing()));
    }
    lines.add(" */");
    return lines;
  }

  boolean isEmpty() {
    return paragraphs.isEmpty();
  }

  private void addText(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    String text = escape(String.join("\n", lines).stripIndent());
    boolean laidOut = text.lines().anyMatch(Javadoc::isLaidOut);
    paragraphs.add(laidOut ? "<pre>\n" + text + "\n</pre>" : text.strip());
  }

  /** Lists and what is indented keep their lines. */
  private static boolean isLaidOut(String line) {
    return line.startsWith("  ") || line.startsWith("- ") || line.startsWith("* ");
  }

  private static String escape(String text) {
    var escaped = new StringBuilder();
    char before = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(escape(before, c));
      before = c;
    }
    return escaped.toString();
  }

  /** Even in a comment a backslash and a `u` are a character to the compiler. */
  private static String escape(char before, char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '@' -> "&#64;";
      case '{' -> "&#123;";
      case '}' -> "&#125;";
      case '\\' -> "&#92;";
      case '/' -> before == '*' ? "&#47;" : "/";
      case '*' -> before == '/' ? "&#42;" : "*";
      default -> String.valueOf(c);
    };
  }
}
