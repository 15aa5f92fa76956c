package dev.holdfast.postgres.store.index;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.PgStoreWriter;
import dev.holdfast.testkit.Await;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store with an index, and short words for what is put into it and asked of it. */
final class Indexed {
  static final TenantId TENANT = new TenantId("default");

  final PgIndexCatalog catalog;
  final PgIndexQueue queue;
  final PgStoreWriter writer;
  final StoreReader reader;

  Indexed(Pool pool) {
    this(pool, new PgStoreReader(pool));
  }

  Indexed(Pool pool, StoreReader reader) {
    catalog = new PgIndexCatalog(pool);
    queue = new PgIndexQueue(pool);
    writer = new PgStoreWriter(pool);
    this.reader = reader;
  }

  static IndexDefinition definition(int dimensions, EmbeddedBy by) {
    return definition(dimensions, Distance.COSINE, by);
  }

  static IndexDefinition definition(int dimensions, Distance distance, EmbeddedBy by) {
    return new IndexDefinition("m", dimensions, distance, List.of("$"), by, false, "english");
  }

  long define(int dimensions, EmbeddedBy by) {
    return Await.result(catalog.define(TENANT, definition(dimensions, by))).number();
  }

  long replace(int dimensions, EmbeddedBy by) {
    return Await.result(catalog.replace(TENANT, definition(dimensions, by))).number();
  }

  @Nullable StoreIndex index() {
    return Await.result(catalog.find(TENANT)).orElse(null);
  }

  static ItemKey key(String path, String key) {
    return new ItemKey(namespace(path), key);
  }

  static StoreNamespace namespace(String path) {
    return path.isEmpty() ? StoreNamespace.ROOT : new StoreNamespace(List.of(path.split("/", -1)));
  }

  static Indexing ready(long index, String text, Vector... vectors) {
    return new Indexing.Ready(
        index,
        null,
        Arrays.stream(vectors).map(vector -> new EmbeddedText("$", vector)).toList(),
        text);
  }

  static Vector vector(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Vector(floats);
  }

  static Put put(ItemKey key, Indexing indexing) {
    return new Put(key, new ItemValue(Map.of("v", key.key())), null, indexing);
  }

  static Put shortLived(ItemKey key, Indexing indexing) {
    return new Put(key, new ItemValue(Map.of("v", key.key())), new Ttl(3_600_000_000L), indexing);
  }

  static Put delete(ItemKey key) {
    return new Put(key, null, null);
  }

  /** As one group. */
  void put(Put... puts) {
    var outcomes =
        Await.result(writer.write(List.of(new StoreChange(TENANT, List.of(puts), List.of()))));
    if (!outcomes.stream().allMatch(Outcome.Done.class::isInstance)) {
      throw new AssertionError("not written");
    }
  }

  IndexStatus status() {
    return Await.result(queue.status(TENANT));
  }

  static Search search(String path, int limit, SearchQuery query) {
    return new Search(namespace(path), ItemFilter.ANY, limit, 0, false, query);
  }

  static SearchQuery like(long index, Vector vector) {
    return new SearchQuery("", SearchMode.SEMANTIC, vector, index);
  }

  static SearchQuery words(long index, String text) {
    return new SearchQuery(text, SearchMode.TEXT, null, index);
  }

  StoreResult.Items find(Search search) {
    return (StoreResult.Items) Await.result(reader.read(TENANT, List.of(search))).get(0);
  }

  List<String> keys(Search search) {
    return find(search).items().stream().map(item -> item.key().key()).toList();
  }
}
