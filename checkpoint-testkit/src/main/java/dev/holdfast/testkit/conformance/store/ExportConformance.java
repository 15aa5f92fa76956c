package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespace;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.ttl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages hold everything that lies under a prefix, each item once, by namespace and key. */
public abstract class ExportConformance extends BulkConformanceBase {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MANY = 1203;

  private List<ItemKey> exported(String... prefix) {
    return export(namespace(prefix)).stream().map(item -> item.item().key()).toList();
  }

  @Test
  void nothingIsExportedOfNothing() {
    assertThat(exported()).isEmpty();
    assertThat(exported("a", "b")).isEmpty();
  }

  @Test
  void itemsComeByNamespaceAndKeyByCodePoint() {
    // Given
    var inOrder =
        List.of(
            item("\uFFFD", "a"),
            item("\uD83D\uDE00", "a"),
            item("z", "a", "a"),
            item("a", "a", "b"),
            item("b", "a\u0001"),
            item("A", "b"),
            item("a", "b"));
    var mixed = new ArrayList<>(inOrder);
    java.util.Collections.reverse(mixed);

    // When
    run(mixed.stream().map(key -> put(key, "v")).toArray(StoreOperation[]::new));

    // Then
    assertThat(exported()).containsExactlyElementsOf(inOrder);
  }

  @Test
  void aPrefixIsComparedByLabels() {
    // Given
    run(put(item("k", "users"), "v"), put(item("k", "users", "x"), "v"));
    run(put(item("k", "userspace"), "v"), put(item("k", "user"), "v"));

    // Then
    assertThat(exported("users")).containsExactly(item("k", "users"), item("k", "users", "x"));
  }

  @Test
  void manyItemsComeInPagesEachOnce() {
    // Given
    List<ItemKey> keys = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      keys.add(item("%05d".formatted(i), "n"));
    }
    run(keys.stream().map(key -> put(key, "v")).toArray(StoreOperation[]::new));

    // Then
    assertThat(exported("n")).containsExactlyElementsOf(keys);
  }

  @Test
  void largeItemsComeInSmallerPages() {
    // Given
    String large = "x".repeat(700_000);
    for (int i = 0; i < 5; i++) {
      run(put(item("k" + i, "n"), large + i));
    }

    // When
    var page = Await.result(bulk.pages().page(Fixtures.TENANT, StoreNamespace.ROOT, null));

    // Then
    assertThat(page).isNotEmpty();
    assertThat(export(StoreNamespace.ROOT)).hasSize(5);
  }

  @Test
  void aPageGoesOnAfterAnItemThatIsGone() {
    // Given
    run(put(item("a", "n"), "v"), put(item("b", "n"), "v"), put(item("c", "n"), "v"));
    run(delete(item("b", "n")));

    // When
    var page = Await.result(bulk.pages().page(Fixtures.TENANT, namespace("n"), item("b", "n")));

    // Then
    assertThat(page).extracting(item -> item.item().key()).containsExactly(item("c", "n"));
  }

  @Test
  void anItemTellsHowLongItLives() {
    // Given
    run(put(item("k", "n"), "v", HOUR), put(item("l", "n"), "v"));

    // When
    List<ExportedItem> all = export(StoreNamespace.ROOT);

    // Then
    assertThat(all.get(0).ttl()).isEqualTo(ttl(HOUR));
    assertThat(all.get(0).expiresAt()).isEqualTo(all.get(0).item().updatedAt().plus(HOUR));
    assertThat(all.get(1).ttl()).isNull();
    assertThat(all.get(1).expiresAt()).isNull();
  }

  @Test
  void whatHasExpiredIsNotExportedAndNothingIsRefreshed() {
    // Given
    run(put(item("k", "n"), "v", HOUR), put(item("l", "n"), "v", HOUR.multipliedBy(2)));
    pass(Duration.ofMinutes(50));
    export(StoreNamespace.ROOT);

    // When
    pass(Duration.ofMinutes(20));

    // Then
    assertThat(exported()).containsExactly(item("l", "n"));
  }

  @Test
  void onlyItemsOfTheTenantAreExported() {
    // Given
    run(put(item("k", "n"), "v"));

    // Then
    assertThat(Await.result(bulk.pages().page(new TenantId("other"), StoreNamespace.ROOT, null)))
        .isEmpty();
  }
}
