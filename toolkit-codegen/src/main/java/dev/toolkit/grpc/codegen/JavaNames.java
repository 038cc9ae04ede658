package dev.toolkit.grpc.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Java names made of the name of an rpc. A name that Java or the toolkit has taken gets a `_`. */
final class JavaNames {

  /** Methods of Object, and those that every generated client or contract has. */
  private static final Set<String> TAKEN_METHODS =
      Set.of(
          "getClass",
          "hashCode",
          "equals",
          "clone",
          "toString",
          "notify",
          "notifyAll",
          "wait",
          "finalize",
          "create",
          "withOptions",
          "bind");

  /** Constants that every class of descriptors has. */
  private static final Set<String> TAKEN_CONSTANTS = Set.of("SERVICE", "SERVICE_NAME");

  private JavaNames() {}

  /** The method for an rpc: {@code SayHello} is {@code sayHello}, {@code HTTPGet httpGet}. */
  static String method(String rpc) {
    List<String> words = words(rpc);
    String name = words.isEmpty() ? rpc : words.get(0).toLowerCase(Locale.ROOT);
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      name += word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
    return free(startingLegally(name), TAKEN_METHODS);
  }

  /** The constant for an rpc: {@code SayHello} is {@code SAY_HELLO}. */
  static String constant(String rpc) {
    List<String> words = words(rpc);
    String name =
        words.isEmpty()
            ? rpc
            : words.stream().map(w -> w.toUpperCase(Locale.ROOT)).collect(Collectors.joining("_"));
    return free(startingLegally(name), TAKEN_CONSTANTS);
  }

  private static String startingLegally(String name) {
    return Character.isJavaIdentifierStart(name.charAt(0)) ? name : "_" + name;
  }

  private static String free(String name, Set<String> taken) {
    return taken.contains(name) || SourceVersion.isKeyword(name) ? name + "_" : name;
  }

  /** A word ends at a `_`, before a capital after a small letter or digit, and after "HTTP". */
  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= name.length(); i++) {
      if (i == name.length() || startsWord(name, i)) {
        String word = name.substring(start, i).replace("_", "");
        if (!word.isEmpty()) {
          words.add(word);
        }
        start = i;
      }
    }
    return words;
  }

  private static boolean startsWord(String name, int i) {
    char before = name.charAt(i - 1);
    char here = name.charAt(i);
    if (here == '_' || before == '_') {
      return true;
    }
    boolean smallNext = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
    return Character.isUpperCase(here) && (!Character.isUpperCase(before) || smallNext);
  }
}
