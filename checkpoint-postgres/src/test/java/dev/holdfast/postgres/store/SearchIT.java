package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.namespace;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.postgres.PostgresStores;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A search finds what lies under a prefix, newest first. */
final class SearchIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String LOW = "\uE000";
  private static final String HIGH = "\uD800\uDC00";

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
  }

  @Test
  void labelsAreComparedOneByOne() {
    // Given
    items.write(
        change(
            put("users", "itself", 1),
            put("users/ann", "below", 1),
            put("users/ann/x/y", "far below", 1),
            put("users/\u0001", "least", 1),
            put("users/" + HIGH, "greatest", 1),
            put("userspace", "neighbour", 1),
            put("users\u0001", "nearest neighbour", 1),
            put("user", "shorter", 1),
            put("x/users", "elsewhere", 1)));

    // When, then
    assertThat(items.keys(search("users")))
        .containsExactlyInAnyOrder("itself", "below", "far below", "least", "greatest");
    assertThat(items.keys(search("users/ann"))).containsExactlyInAnyOrder("below", "far below");
    assertThat(items.keys(search("users/an"))).isEmpty();
    assertThat(items.keys(search("user"))).containsExactly("shorter");
    assertThat(items.keys(search(""))).hasSize(9);
  }

  @Test
  void newestComesFirstThenNamespaceAndKey() {
    // Given
    items.put(put("b", "oldest", 1), put("a", "put again", 1), put("b", "in between", 1));
    items.put(put("a", "put again", 2));
    items.write(
        change(put(HIGH, "k", 1), put(LOW, HIGH, 1), put(LOW, LOW, 1), put(LOW + "/a", "k", 1)));

    // When, then
    assertThat(items.items(search("")).stream().map(item -> item.key()))
        .containsExactly(
            Items.key(LOW, LOW),
            Items.key(LOW, HIGH),
            Items.key(LOW + "/a", "k"),
            Items.key(HIGH, "k"),
            Items.key("a", "put again"),
            Items.key("b", "in between"),
            Items.key("b", "oldest"));
  }

  @Test
  void aPageIsCutOutOfTheOrder() {
    // Given
    items.put(put("a", "1", 1), put("a", "2", 1), put("a", "3", 1), put("a", "4", 1));

    // When, then
    assertThat(page(2, 0)).containsExactly("4", "3");
    assertThat(page(2, 1)).containsExactly("3", "2");
    assertThat(page(10, 3)).containsExactly("1");
    assertThat(page(10, Integer.MAX_VALUE)).isEmpty();
    assertThat(page(0, 0)).isEmpty();
  }

  private List<String> page(int limit, int offset) {
    return items.keys(new Search(namespace("a"), ItemFilter.ANY, limit, offset, false));
  }

  @Test
  void whatCannotExistIsNotFound() {
    // Given: what they would become in UTF-8
    items.put(put("?", "?", 1), put("a", "?", 1));

    // When, then
    assertThat(items.keys(search("\uD800"))).isEmpty();
    assertThat(items.keys(search("\0"))).isEmpty();
    assertThat(items.keys(search("a/\0"))).isEmpty();
    assertThat(items.get("\uDC00", "?")).isNull();
    assertThat(items.get("a", "\uD800")).isNull();
    assertThat(items.get("a", "\0")).isNull();
    assertThat(items.get("", "?")).isNull();
  }
}
