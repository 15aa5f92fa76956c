package dev.holdfast.postgres.store;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Condition;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.testkit.Await;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store, and short words for what is asked of it. Namespaces are written {@code users/ann}. */
final class Items {
  static final TenantId TENANT = new TenantId("default");
  static final int MANY = 10_000;

  final PgStoreWriter writer;
  final PgStoreReader reader;

  Items(Pool pool) {
    writer = new PgStoreWriter(pool);
    reader = new PgStoreReader(pool);
  }

  static StoreNamespace namespace(String path) {
    return path.isEmpty() ? StoreNamespace.ROOT : new StoreNamespace(List.of(path.split("/", -1)));
  }

  static ItemKey key(String path, String key) {
    return new ItemKey(namespace(path), key);
  }

  /** A value with one entry, {@code v}. */
  static ItemValue value(@Nullable Object v) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    entries.put("v", v);
    return new ItemValue(entries);
  }

  static Put put(String path, String key, @Nullable Object v) {
    return new Put(key(path, key), value(v), null);
  }

  static Put put(String path, String key, @Nullable Object v, long ttlMicros) {
    return new Put(key(path, key), value(v), new Ttl(ttlMicros));
  }

  static Put delete(String path, String key) {
    return new Put(key(path, key), null, null);
  }

  static StoreChange change(Put... puts) {
    return new StoreChange(TENANT, List.of(puts), List.of());
  }

  static StoreChange refresh(ItemKey... keys) {
    return new StoreChange(TENANT, List.of(), List.of(keys));
  }

  CompletionStage<List<Outcome<StoreChanged>>> begin(StoreChange... group) {
    return writer.write(List.of(group));
  }

  void write(StoreChange... group) {
    var outcomes = Await.result(begin(group));
    if (outcomes.size() != group.length) {
      throw new AssertionError(outcomes.size() + " outcomes");
    }
  }

  /** Each in a group of its own. */
  void put(Put... puts) {
    Arrays.stream(puts).forEach(put -> write(change(put)));
  }

  List<StoreResult> read(StoreOperation.Read... reads) {
    return Await.result(reader.read(TENANT, List.of(reads)));
  }

  @Nullable StoreItem get(String path, String key) {
    return get(key(path, key));
  }

  @Nullable StoreItem get(ItemKey key) {
    return ((StoreResult.Found) read(new Get(key, false)).get(0)).item();
  }

  /** The entry {@code v} of an item that is there. */
  @Nullable Object v(String path, String key) {
    StoreItem item = get(path, key);
    if (item == null) {
      throw new AssertionError("no item");
    }
    return item.value().entries().get("v");
  }

  static Search search(String path, Condition... conditions) {
    return new Search(namespace(path), new ItemFilter(List.of(conditions)), MANY, 0, false);
  }

  List<StoreItem> items(Search search) {
    return ((StoreResult.Items) read(search).get(0)).items();
  }

  /** The keys of what a search finds. */
  List<String> keys(Search search) {
    return items(search).stream().map(item -> item.key().key()).toList();
  }

  static Condition where(ItemFilter.Test test, String... path) {
    return new Condition(List.of(path), test);
  }

  static ListNamespaces list(@Nullable Integer maxDepth, NamespaceCondition... conditions) {
    return new ListNamespaces(List.of(conditions), maxDepth, MANY, 0);
  }

  /** Namespaces as paths. */
  List<String> namespaces(ListNamespaces list) {
    return ((StoreResult.Namespaces) read(list).get(0))
        .namespaces().stream().map(found -> String.join("/", found.labels())).toList();
  }
}
