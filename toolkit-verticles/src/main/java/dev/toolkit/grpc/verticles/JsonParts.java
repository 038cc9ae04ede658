package dev.toolkit.grpc.verticles;

import io.vertx.core.json.JsonObject;

/** Takes a configuration apart: the fields of a verticle, and those of what it deploys. */
final class JsonParts {

  private JsonParts() {}

  /** The named fields alone. */
  static JsonObject take(JsonObject json, String... names) {
    var taken = new JsonObject();
    for (String name : names) {
      if (json.containsKey(name)) {
        taken.put(name, json.getValue(name));
      }
    }
    return taken;
  }

  /** All fields but the named ones. */
  static JsonObject without(JsonObject json, String... names) {
    JsonObject rest = json.copy();
    for (String name : names) {
      rest.remove(name);
    }
    return rest;
  }

  /** Refuses Vert.x's own JSON of TLS, which takes a misspelt field for none. */
  static void checkNoSsl(JsonObject json) {
    if (json.getValue("http") instanceof JsonObject http && http.containsKey("ssl")) {
      throw new IllegalArgumentException(
          "field ssl of http is not for configurations: name the files in tls");
    }
  }
}
