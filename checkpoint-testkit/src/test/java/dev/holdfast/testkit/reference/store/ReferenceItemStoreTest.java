package dev.holdfast.testkit.reference.store;

import static dev.holdfast.testkit.gen.ItemFixtures.change;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only a store with a clock of the test's own can show: times to the microsecond. */
final class ReferenceItemStoreTest {
  private static final ItemKey KEY = item("k", "n");
  private static final Duration MICROSECOND = Duration.ofNanos(1000);
  private static final Duration TTL = Duration.ofMillis(1200);

  private final ReferenceItemStore store = new ReferenceItemStore();

  @Test
  void anItemLivesToTheMicrosecond() {
    // Given
    Await.result(store.write(List.of(change(put(KEY, "v", TTL)))));

    // When
    store.pass(TTL.minus(MICROSECOND));

    // Then
    assertThat(there()).isTrue();
    store.pass(MICROSECOND);
    assertThat(there()).isFalse();
  }

  @Test
  void aRefreshIsExactToTheMicrosecond() {
    // Given
    Await.result(store.write(List.of(change(put(KEY, "v", TTL)))));
    store.pass(TTL.dividedBy(2));
    Await.result(store.write(List.of(refresh(KEY))));

    // When
    store.pass(TTL.minus(MICROSECOND));

    // Then
    assertThat(there()).isTrue();
    store.pass(MICROSECOND);
    assertThat(there()).isFalse();
  }

  private boolean there() {
    var results = Await.result(store.read(Fixtures.TENANT, List.of(peek(KEY))));
    return ((StoreResult.Found) results.get(0)).item() != null;
  }
}
