package id.gerbang.server.api;

import io.vertx.core.json.JsonObject;

/** What an operation answers when nothing was wrong. */
record Answer(int status, JsonObject body) {
  static Answer ok(JsonObject body) {
    return new Answer(200, body);
  }

  static Answer created(JsonObject body) {
    return new Answer(201, body);
  }
}
