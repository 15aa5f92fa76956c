package dev.holdfast.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreWeigherTest {

  private static final ItemKey KEY = new ItemKey(new StoreNamespace(List.of("a")), "k");
  private static final StoreOperation.Put DELETE = new StoreOperation.Put(KEY, null, null);

  private final StoreWeigher weigher = new StoreWeigher();

  private static StoreChange change(List<StoreOperation.Put> puts, List<ItemKey> refreshed) {
    return new StoreChange(new TenantId("t"), puts, refreshed);
  }

  @Test
  void itsRowsArePutsAndRefreshedItemsAtLeastOne() {
    assertThat(weigher.rows(change(List.of(DELETE, DELETE), List.of(KEY)))).isEqualTo(3);
    assertThat(weigher.rows(change(List.of(), List.of()))).isEqualTo(1);
  }

  @Test
  void itsBytesAreThoseOfTheTextsRoughly() {
    var value = new ItemValue(Map.of("list", List.of("x".repeat(1000), 1L, Map.of("y", "z"))));
    var put = new StoreOperation.Put(KEY, value, null);

    assertThat(weigher.bytes(change(List.of(put), List.of()))).isBetween(1000L, 2000L);
    assertThat(weigher.bytes(change(List.of(DELETE), List.of()))).isBetween(1L, 500L);
  }
}
