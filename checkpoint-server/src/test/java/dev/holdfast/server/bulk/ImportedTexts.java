package dev.holdfast.server.bulk;

import static dev.holdfast.server.bulk.Ndjsons.imported;
import static dev.holdfast.server.bulk.Ndjsons.line;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;

import dev.holdfast.server.support.Client;
import java.util.List;
import java.util.Map;

/** Texts that are imported into a namespace of their own, and looked for there. */
final class ImportedTexts {

  private final List<String> namespace = List.of(fresh("r"));

  /** How many items are stored by the import of one. */
  int stored(String key, String text) {
    return imported(fresh("import"), "", line(namespace, key, Map.of("text", text)))
        .path("stored")
        .asInt();
  }

  /** The keys of what is found, best first. */
  List<String> found(String query) {
    return Client.json()
        .batch(store(search(namespace, "query", query)))
        .result()
        .at("/results/0")
        .findValuesAsText("key");
  }
}
