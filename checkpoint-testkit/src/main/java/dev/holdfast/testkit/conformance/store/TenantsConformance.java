package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No tenant sees or changes what another has. */
public abstract class TenantsConformance extends StoreConformanceBase {
  private static final TenantId OTHER = new TenantId("other");
  private static final ItemKey KEY = item("k", "n");

  @Test
  void readsSeeOnlyTheirTenant() {
    // Given
    run(put(KEY, "mine"));

    // When
    var results =
        Await.result(
            stores
                .reader()
                .read(OTHER, List.of(peek(KEY), search().build(), namespaces().build())));

    // Then
    assertThat(results)
        .containsExactly(
            new StoreResult.Found(null),
            new StoreResult.Items(List.of()),
            new StoreResult.Namespaces(List.of()));
  }

  @Test
  void oneNameHasAnItemInEachTenant() {
    // When
    group(
        new StoreChange(Fixtures.TENANT, List.of(put(KEY, "mine")), List.of()),
        new StoreChange(OTHER, List.of(put(KEY, "other's")), List.of()));

    // Then
    assertThat(text(KEY)).isEqualTo("mine");
    assertThat(others(KEY)).isEqualTo("other's");
  }

  @Test
  void deletesAndRefreshesStayInTheirTenant() {
    // Given
    var lives = put(item("l", "n"), "lives", Duration.ofMinutes(30));
    run(put(KEY, "mine"), lives);
    group(new StoreChange(OTHER, List.of(put(KEY, "other's"), lives), List.of()));
    pass(Duration.ofMinutes(20));

    // When
    group(new StoreChange(OTHER, List.of(delete(KEY)), List.of(lives.key())));

    // Then
    pass(Duration.ofMinutes(20));
    assertThat(text(KEY)).isEqualTo("mine");
    assertThat(find(lives.key())).isNull();
    assertThat(others(lives.key())).isEqualTo("lives");
  }

  private Object others(ItemKey key) {
    StoreOperation.Read read = peek(key);
    var found = (StoreResult.Found) Await.result(stores.reader().read(OTHER, List.of(read))).get(0);
    StoreItem item = found.item();
    assertThat(item).isNotNull();
    return item.value().entries().getOrDefault("text", "");
  }
}
