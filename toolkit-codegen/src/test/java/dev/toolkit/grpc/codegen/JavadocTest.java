package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavadocTest {

  @Test
  void aShortCommentStaysOnOneLine() {
    assertEquals(List.of("/** Says hello. */"), new Javadoc().text(" Says hello.\n").lines());
  }

  @Test
  void blankLinesPartParagraphs() {
    var lines = new Javadoc().text(" One,\n still one.\n\n\n Two.\n").lines();

    assertEquals(List.of("/**", " * One,", " * still one.", " *", " * <p>Two.", " */"), lines);
  }

  @Test
  void aListKeepsItsLines() {
    var lines = new Javadoc().text(" - one\n   more\n - two\n").lines();

    assertEquals(
        List.of("/**", " * <pre>", " * - one", " *   more", " * - two", " * </pre>", " */"), lines);
  }

  @Test
  void whatJavadocWouldReadIsEscaped() {
    var lines = new Javadoc().text(" */ /* @see {@link X} <b> a && b \\u002a/").lines();

    assertEquals(
        List.of(
            "/** *&#47; /&#42; &#64;see &#123;&#64;link X&#125; &lt;b&gt; a &amp;&amp; b"
                + " &#92;u002a/ */"),
        lines);
  }

  @Test
  void ourOwnMarkupIsKept() {
    assertEquals(
        List.of("/** Calls {@code a.B}. */"), new Javadoc().markup("Calls {@code a.B}.").lines());
  }

  @Test
  void aCommentOfSpacesIsNone() {
    assertTrue(new Javadoc().text(" \n  \n").isEmpty());
  }
}
