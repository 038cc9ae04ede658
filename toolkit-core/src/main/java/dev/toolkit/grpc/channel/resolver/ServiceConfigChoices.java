package dev.toolkit.grpc.channel.resolver;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a service config from TXT records: the first choice that is for this client. See gRFC A2.
 *
 * @param hostname the name of this host
 * @param percentage a number from 0 to 99 by chance
 */
record ServiceConfigChoices(String hostname, IntSupplier percentage) {

  /** Begins the records that are meant; others belong to someone else. */
  private static final String PREFIX = "grpc_config=";

  /** The language of this client. */
  private static final String LANGUAGE = "java";

  /**
   * The service config as JSON; empty if there is none for this client.
   *
   * @throws IllegalArgumentException if a record is malformed, with what is wrong
   */
  String choose(List<String> records) {
    for (String text : records) {
      if (text.startsWith(PREFIX)) {
        String chosen = chooseOf(choices(text.substring(PREFIX.length())));
        if (!chosen.isEmpty()) {
          return chosen;
        }
      }
    }
    return "";
  }

  private static JsonArray choices(String json) {
    try {
      return new JsonArray(json);
    } catch (DecodeException e) {
      throw new IllegalArgumentException(
          PREFIX + " is followed by \"" + json + "\", expected an array of choices", e);
    }
  }

  private String chooseOf(JsonArray choices) {
    for (Object element : choices) {
      if (!(element instanceof JsonObject choice)) {
        throw wrong("a choice", element, "an object");
      }
      if (isForThisClient(choice)) {
        if (!(choice.getValue("serviceConfig") instanceof JsonObject config)) {
          throw wrong("serviceConfig", choice.getValue("serviceConfig"), "an object");
        }
        return config.encode();
      }
    }
    return "";
  }

  private boolean isForThisClient(JsonObject choice) {
    return names(choice.getValue("clientLanguage"), "clientLanguage", LANGUAGE)
        && names(hostnames(choice), "clientHostname", hostname)
        && isOfPercentage(choice.getValue("percentage"));
  }

  /** The document of the service config and grpc-go spell it differently. */
  private static @Nullable Object hostnames(JsonObject choice) {
    Object names = choice.getValue("clientHostname");
    return names == null ? choice.getValue("clientHostName") : names;
  }

  private static boolean names(@Nullable Object list, String field, String wanted) {
    if (list == null) {
      return true;
    }
    if (!(list instanceof JsonArray array)) {
      throw wrong(field, list, "an array of texts");
    }
    return array.isEmpty()
        || array.stream().anyMatch(name -> wanted.equalsIgnoreCase(String.valueOf(name)));
  }

  private boolean isOfPercentage(@Nullable Object value) {
    if (value == null) {
      return true;
    }
    if (!(value instanceof Number number) || number.intValue() < 0 || number.intValue() > 100) {
      throw wrong("percentage", value, "a number from 0 to 100");
    }
    return percentage.getAsInt() < number.intValue();
  }

  private static IllegalArgumentException wrong(
      String field, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        "service config choice: " + field + " is " + value + ", expected " + expected);
  }
}
