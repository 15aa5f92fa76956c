package dev.holdfast.server.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Contract;
import dev.holdfast.server.wire.Format;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines that travel. */
final class Ndjsons {

  static final String IMPORT = "/v1/store/import";
  static final String EXPORT = "/v1/store/export";

  private Ndjsons() {}

  static Client client(String id) {
    return Client.json().with("Content-Type", "application/x-ndjson").with("Idempotency-Key", id);
  }

  /** What a body came to: the last line of the answer. */
  static JsonNode imported(String id, String query, String body) {
    Answer answer = client(id).send("POST", IMPORT + query, body.getBytes(StandardCharsets.UTF_8));
    return last(answer, "ImportLine");
  }

  /** The last line, after every line is held against the document. */
  static JsonNode last(Answer answer, String schema) {
    List<JsonNode> lines = lines(answer);
    lines.forEach(line -> check(schema, line));
    return lines.get(lines.size() - 1);
  }

  static void check(String schema, JsonNode line) {
    if (!Contract.errors(schema, line).isEmpty()) {
      throw new AssertionError(Contract.errors(schema, line) + " in " + line);
    }
  }

  static List<JsonNode> lines(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return new String(answer.body(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> Codec.read(Format.JSON, line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** A line of an import; names and values in turn after the value. */
  static String line(List<String> namespace, String key, Object value, Object... more) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("namespace", namespace);
    item.put("key", key);
    item.put("value", value);
    for (int i = 0; i < more.length; i += 2) {
      item.put(String.valueOf(more[i]), more[i + 1]);
    }
    return new String(Codec.write(Format.JSON, item), StandardCharsets.UTF_8) + "\n";
  }

  /** Items of an export under a label, and its last line behind them. */
  static List<JsonNode> exported(String label, String more) {
    List<JsonNode> lines =
        lines(Client.json().get(EXPORT + "?namespace=" + Client.encoded(label) + more));
    lines.subList(0, lines.size() - 1).forEach(line -> check("BulkItem", line));
    check("ExportEnd", lines.get(lines.size() - 1));
    return lines;
  }
}
