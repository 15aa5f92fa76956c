package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.change;
import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What a batch changes becomes visible at once, and the reads of a batch see one moment. */
public abstract class SnapshotConformance extends StoreConformanceBase {
  private static final int ROUNDS = 100;
  private static final ItemKey ONE = item("k", "n", "one");
  private static final ItemKey TWO = item("k", "n", "two");

  @Test
  void readsOfABatchSeeOneMoment() {
    // Given
    run(put(ONE, "0"), put(TWO, "0"));

    // When
    var answers =
        readDuring(
            round -> change(put(ONE, "v" + round), put(TWO, "v" + round)),
            List.of(peek(ONE), search("n").build(), peek(TWO)));

    // Then
    assertThat(answers)
        .hasSize(ROUNDS)
        .allSatisfy(
            results -> {
              List<StoreItem> items = ((StoreResult.Items) results.get(1)).items();
              assertThat(items).hasSize(2);
              assertThat(results.get(0)).isEqualTo(new StoreResult.Found(items.get(0)));
              assertThat(results.get(2)).isEqualTo(new StoreResult.Found(items.get(1)));
              assertThat(items.get(0).value()).isEqualTo(items.get(1).value());
            });
  }

  @Test
  void whatMovesIsAlwaysInOnePlace() {
    // Given
    run(put(ONE, "v"));

    // When
    var answers =
        readDuring(
            round ->
                round % 2 == 0
                    ? change(delete(ONE), put(TWO, "v"))
                    : change(put(ONE, "v"), delete(TWO)),
            List.of(search("n").build(), namespaces().build()));

    // Then
    assertThat(answers)
        .hasSize(ROUNDS)
        .allSatisfy(
            results -> {
              List<StoreItem> items = ((StoreResult.Items) results.get(0)).items();
              assertThat(items).hasSize(1);
              assertThat(results.get(1))
                  .isEqualTo(new StoreResult.Namespaces(List.of(items.get(0).key().namespace())));
            });
  }

  /** Writes one change after the other; each time reads while the next is on its way. */
  private List<List<StoreResult>> readDuring(
      IntFunction<StoreChange> changes, List<StoreOperation.Read> reads) {
    List<CompletionStage<List<StoreResult>>> answers = new ArrayList<>();
    CompletionStage<?> written = CompletableFuture.completedFuture(null);
    for (int i = 0; i < ROUNDS; i++) {
      StoreChange change = changes.apply(i);
      written =
          written.thenCompose(
              before -> {
                answers.add(stores.reader().read(Fixtures.TENANT, reads));
                return stores.writer().write(List.of(change));
              });
    }
    Await.result(written);
    return answers.stream().map(Await::result).toList();
  }
}
