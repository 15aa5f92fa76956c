package dev.holdfast.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no item can be named by is answered without the store. */
class NowhereTest {

  private static final TenantId TENANT = new TenantId("default");
  private static final StoreOperation NOTHING_FOUND =
      new StoreOperation.Nowhere(new StoreResult.Items(List.of()));

  private final EmptyStore store = new EmptyStore();

  private List<StoreResult> run(StoreOperation... parts) {
    return store.run().run(TENANT, List.of(parts), 1).toCompletableFuture().join();
  }

  @Test
  void theStoreIsNotAsked() {
    assertThat(run(NOTHING_FOUND, new StoreOperation.Nowhere(new StoreResult.Stored())))
        .containsExactly(new StoreResult.Items(List.of()), new StoreResult.Stored());
    assertThat(store.reached).isEmpty();
  }

  @Test
  void otherPartsKeepTheirPlaces() {
    var key = new ItemKey(new StoreNamespace(List.of("a")), "k");
    var get = new StoreOperation.Get(key, true);
    var delete = new StoreOperation.Put(key, null, null);

    assertThat(run(delete, NOTHING_FOUND, get))
        .containsExactly(
            new StoreResult.Stored(),
            new StoreResult.Items(List.of()),
            new StoreResult.Found(null));
    assertThat(store.reached).hasSize(2).startsWith(get);
  }
}
