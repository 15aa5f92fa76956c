package dev.holdfast.testkit.gen;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.Ttl;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Short words for what tests of the long-term store say often. */
public final class ItemFixtures {
  private ItemFixtures() {}

  /** A namespace. */
  public static StoreNamespace namespace(String... labels) {
    return new StoreNamespace(List.of(labels));
  }

  /** The name of an item: its key, then the labels of its namespace. */
  public static ItemKey item(String key, String... labels) {
    return new ItemKey(namespace(labels), key);
  }

  /** A value with one entry. */
  public static ItemValue value(String name, @Nullable Object entry) {
    return new ItemValue(Collections.singletonMap(name, entry));
  }

  /** A value whose entry {@code text} is this. */
  public static ItemValue value(String text) {
    return value("text", text);
  }

  /** A time to live. */
  public static Ttl ttl(Duration duration) {
    return new Ttl(TimeUnit.MICROSECONDS.convert(duration));
  }

  /** Puts an item that does not expire. */
  public static StoreOperation.Put put(ItemKey key, ItemValue value) {
    return new StoreOperation.Put(key, value, null);
  }

  /** Puts an item that does not expire, with {@link #value(String)}. */
  public static StoreOperation.Put put(ItemKey key, String text) {
    return put(key, value(text));
  }

  /** Puts an item that lives for a time. */
  public static StoreOperation.Put put(ItemKey key, String text, Duration ttl) {
    return new StoreOperation.Put(key, value(text), ttl(ttl));
  }

  /** Deletes an item. */
  public static StoreOperation.Put delete(ItemKey key) {
    return new StoreOperation.Put(key, null, null);
  }

  /** Reads an item; its time begins anew. */
  public static StoreOperation.Get get(ItemKey key) {
    return new StoreOperation.Get(key, true);
  }

  /** Reads an item; its time goes on. */
  public static StoreOperation.Get peek(ItemKey key) {
    return new StoreOperation.Get(key, false);
  }

  /** Begins a search for everything under a prefix; it refreshes nothing unless it is told to. */
  public static SearchBuilder search(String... prefix) {
    return new SearchBuilder(namespace(prefix));
  }

  /** Begins a list of all namespaces. */
  public static NamespacesBuilder namespaces() {
    return new NamespacesBuilder();
  }

  /** What one caller puts, of {@link Fixtures#TENANT}. */
  public static StoreChange change(StoreOperation.Put... puts) {
    return new StoreChange(Fixtures.TENANT, List.of(puts), List.of());
  }

  /** What one caller refreshes, of {@link Fixtures#TENANT}. */
  public static StoreChange refresh(ItemKey... keys) {
    return new StoreChange(Fixtures.TENANT, List.of(), List.of(keys));
  }
}
