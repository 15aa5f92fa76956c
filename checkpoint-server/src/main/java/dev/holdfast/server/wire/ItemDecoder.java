package dev.holdfast.server.wire;

import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.TtlPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of one item of a store. */
final class ItemDecoder {

  /** Largest value of an item, and largest filter, counted as metadata is. */
  static final int MOST_BYTES = Limits.DEFAULT.metadataBytes();

  /** UTF-8 bytes of the labels and the key together (ADR 5). */
  static final int MOST_NAME_BYTES = 2048;

  private final Node node;
  private final TtlPolicy policy;

  ItemDecoder(Node node, TtlPolicy policy) {
    this.node = node;
    this.policy = policy;
  }

  /** Refuses what can be no value of an item. */
  static void check(Map<String, @Nullable Object> entries, String pointer, Limits limits) {
    JsonObjects.check(entries, pointer, "item_bytes", MOST_BYTES, limits.depth());
  }

  StoreOperation get() {
    List<String> labels = NamespaceDecoder.labels(node, "namespace");
    return get(labels, key(), node.fact("refresh_ttl", policy.refresh()));
  }

  /** A get of what may be nowhere. */
  static StoreOperation get(List<String> labels, String key, boolean refresh) {
    return possible(labels, key)
        ? new StoreOperation.Get(new ItemKey(new StoreNamespace(labels), key), refresh)
        : new StoreOperation.Nowhere(new StoreResult.Found(null));
  }

  StoreOperation delete() {
    List<String> labels = NamespaceDecoder.labels(node, "namespace");
    String key = key();
    return possible(labels, key)
        ? new StoreOperation.Put(new ItemKey(new StoreNamespace(labels), key), null, null)
        : new StoreOperation.Nowhere(new StoreResult.Stored());
  }

  private String key() {
    node.required("key");
    return String.valueOf(node.text("key"));
  }

  private static boolean possible(List<String> labels, String key) {
    return !labels.isEmpty()
        && NamespaceDecoder.possible(labels, true)
        && NamespaceDecoder.possibleKey(key);
  }

  /** A put of a value. */
  StoreOperation.Put put() {
    ItemKey key = name();
    node.required("value");
    Map<String, @Nullable Object> value = node.object("value");
    check(value, node.at("value"), node.limits());
    Indexing indexing = indexing();
    Ttl ttl = TtlDecoder.decode(node, "ttl", policy);
    return new StoreOperation.Put(key, new ItemValue(value), ttl, indexing);
  }

  /** A name is a row of an index, which has a largest size. */
  private ItemKey name() {
    var name = new ItemKey(NamespaceDecoder.writable(node, "namespace"), node.id("key"));
    long bytes = bytes(name.key());
    for (String label : name.namespace().labels()) {
      bytes += bytes(label);
    }
    Values.refuseMore("item_name_bytes", bytes, MOST_NAME_BYTES);
    return name;
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The same of a batch, in which a null value deletes. */
  StoreOperation putOrDelete() {
    if (!node.has("value")) {
      throw Node.wrong(node.at("value"), "is required; null deletes");
    }
    if (node.raw("value") != null) {
      return put();
    }
    fields();
    TtlDecoder.decode(node, "ttl");
    return delete();
  }

  private Indexing indexing() {
    List<String> fields = fields();
    List<EmbeddedText> vectors = VectorDecoder.vectors(node);
    long index = VectorDecoder.indexNumber(node);
    if (fields != null && fields.isEmpty() && !vectors.isEmpty()) {
      throw Node.wrong(node.at("vectors"), "must be left out where nothing is indexed");
    }
    return fields == null && vectors.isEmpty() && index == 0
        ? Indexing.AS_DEFINED
        : new Indexing.Asked(fields, vectors, index);
  }

  /** The field {@code index}: null for those of the index, none for {@code false}. */
  private @Nullable List<String> fields() {
    Object index = node.raw("index");
    if (index instanceof List<?> list) {
      return Paths.paths(list, node.at("index"), node.limits());
    } else if (index != null && !Boolean.FALSE.equals(index)) {
      throw Node.wrong(node.at("index"), "must be false or a list of strings");
    }
    return index == null ? null : List.of();
  }
}
