package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch is one operation: its reads see what was before its puts. */
public abstract class BatchConformance extends StoreConformanceBase {
  private static final ItemKey ONE = item("one", "n");
  private static final ItemKey TWO = item("two", "n");

  @Test
  void readsBehindThePutsOfABatchDoNotSeeThem() {
    // When
    var results = run(put(ONE, "new"), get(ONE), search().build(), namespaces().build());

    // Then
    assertThat(results)
        .containsExactly(
            new StoreResult.Stored(),
            new StoreResult.Found(null),
            new StoreResult.Items(List.of()),
            new StoreResult.Namespaces(List.of()));
    assertThat(text(ONE)).isEqualTo("new");
  }

  @Test
  void readsSeeWhatABatchReplacesAndDeletes() {
    // Given
    run(put(ONE, "old"), put(TWO, "old"));
    var one = found(ONE);
    var two = found(TWO);

    // When
    var results = run(delete(ONE), get(ONE), put(TWO, "new"), get(TWO), search().build());

    // Then
    assertThat(results)
        .containsExactly(
            new StoreResult.Stored(),
            new StoreResult.Found(one),
            new StoreResult.Stored(),
            new StoreResult.Found(two),
            new StoreResult.Items(List.of(one, two)));
    assertThat(find(ONE)).isNull();
    assertThat(text(TWO)).isEqualTo("new");
  }

  @Test
  void theLastPutOfAKeyWins() {
    // When
    run(put(ONE, "a"), put(TWO, "a"), put(ONE, "b"), put(ONE, "c"));

    // Then
    assertThat(text(ONE)).isEqualTo("c");
    assertThat(text(TWO)).isEqualTo("a");
  }

  @Test
  void aDeleteIsAPutAsToWhichIsLast() {
    // Given
    run(put(ONE, "old"), put(TWO, "old"));

    // When
    run(delete(TWO), put(ONE, "new"), delete(ONE), put(TWO, "new"));

    // Then
    assertThat(find(ONE)).isNull();
    assertThat(text(TWO)).isEqualTo("new");
  }

  @Test
  void whatIsNotTheLastOfItsKeyDoesNotCount() {
    // Given
    run(put(ONE, "old"));
    var old = found(ONE);

    // When
    run(delete(ONE), put(ONE, "new"));

    // Then
    assertThat(found(ONE).createdAt()).isEqualTo(old.createdAt());
  }

  @Test
  void putsOfABatchAreOfOneMoment() {
    // Given
    run(put(ONE, "old"));

    // When
    run(put(ONE, "new"), put(TWO, "new"), put(item("three", "m"), "new"));

    // Then
    assertThat(items(search()).stream().map(StoreItem::updatedAt).distinct()).hasSize(1);
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(run()).isEmpty();
  }

  @Test
  void aBatchHoldsManyParts() {
    // Given
    StoreOperation[] puts = new StoreOperation[1000];
    StoreOperation[] gets = new StoreOperation[1000];
    for (int i = 0; i < puts.length; i++) {
      puts[i] = put(item("k" + i, "n", "m" + i % 7), "v" + i);
      gets[i] = get(item("k" + i, "n", "m" + i % 7));
    }

    // When
    run(puts);

    // Then
    var results = run(gets);
    for (int i = 0; i < gets.length; i++) {
      var item = ((StoreResult.Found) results.get(i)).item();
      assertThat(item).isNotNull();
      assertThat(item.value().entries()).containsEntry("text", "v" + i);
    }
  }
}
