package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.change;
import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.refresh;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.StoreBatches;
import dev.holdfast.testkit.fault.HangingWriter;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Batches of several callers are committed together and stay separate in effect. */
public abstract class GatheredConformance extends StoreConformanceBase {
  private static final ItemKey ONE = item("one", "n");
  private static final ItemKey TWO = item("two", "n");

  @Test
  void theLaterCallersPutOfAKeyWins() {
    // When
    group(
        change(put(ONE, "first"), put(TWO, "stays")),
        change(put(ONE, "second")),
        change(put(ONE, "third"), put(ONE, "last")));

    // Then
    assertThat(text(ONE)).isEqualTo("last");
    assertThat(text(TWO)).isEqualTo("stays");
  }

  @Test
  void theLaterCallersDeleteWins() {
    // Given
    run(put(ONE, "old"));

    // When
    group(change(put(ONE, "new"), put(TWO, "new")), change(delete(ONE)), change(delete(TWO)));

    // Then
    assertThat(names(search())).isEmpty();
  }

  @Test
  void aPutBehindAnotherCallersDeleteBeginsAnew() {
    // Given
    run(put(ONE, "old"));
    var old = found(ONE);

    // When
    group(change(delete(ONE)), change(put(ONE, "new")));

    // Then
    var item = found(ONE);
    assertThat(item.value().entries()).containsEntry("text", "new");
    assertThat(item.createdAt()).isAfter(old.createdAt()).isEqualTo(item.updatedAt());
  }

  @Test
  void putsTakeEffectInTheOrderOfTheirCallers() {
    // Given
    var hanging = new HangingWriter<StoreChange, StoreChanged>(stores.writer());
    var batches = new StoreBatches(hanging::write, stores.reader());
    List<CompletionStage<?>> callers = new ArrayList<>();
    for (String text : List.of("a", "b", "c", "d")) {
      callers.add(batches.run(Fixtures.TENANT, List.of(put(ONE, text))));
    }

    // When
    hanging.release();

    // Then
    callers.forEach(Await::result);
    assertThat(text(ONE)).isEqualTo("d");
  }

  @Test
  void readsSeeNoneOfThePutsGatheredWithThem() {
    // Given
    var hanging = new HangingWriter<StoreChange, StoreChanged>(stores.writer());
    List<CompletionStage<List<StoreResult>>> reads = new ArrayList<>();
    StoreReader reader =
        (tenant, asked) -> {
          reads.add(stores.reader().read(tenant, asked));
          return reads.get(reads.size() - 1);
        };
    var batches = new StoreBatches(hanging::write, reader);
    List<CompletionStage<List<StoreResult>>> callers = new ArrayList<>();
    for (String text : List.of("a", "b", "c")) {
      callers.add(batches.run(Fixtures.TENANT, List.of(put(ONE, text), get(ONE))));
    }
    reads.forEach(Await::result);

    // When
    hanging.release();

    // Then
    for (var caller : callers) {
      assertThat(Await.result(caller))
          .containsExactly(new StoreResult.Stored(), new StoreResult.Found(null));
    }
    assertThat(text(ONE)).isIn("a", "b", "c");
  }

  @Test
  void aRefreshChangesNothingThatAPutOfTheGroupSets() {
    // Given
    run(put(ONE, "old", Duration.ofMinutes(30)), put(TWO, "old", Duration.ofMinutes(30)));

    // When
    group(
        refresh(ONE, TWO),
        change(put(ONE, "for ever"), put(TWO, "longer", Duration.ofHours(2))),
        refresh(ONE, TWO));

    // Then
    pass(Duration.ofMinutes(90));
    assertThat(text(ONE)).isEqualTo("for ever");
    assertThat(text(TWO)).isEqualTo("longer");
    pass(Duration.ofMinutes(60));
    assertThat(names(search())).containsExactly(ONE);
  }

  @Test
  void aRefreshBehindADeleteBringsNothingBack() {
    // Given
    run(put(ONE, "old", Duration.ofMinutes(30)));

    // When
    group(change(delete(ONE)), refresh(ONE));

    // Then
    assertThat(find(ONE)).isNull();
  }

  @Test
  void manyCallersWithTheSameKeysAreInOrder() {
    // Given
    StoreChange[] group = new StoreChange[200];
    for (int i = 0; i < group.length; i++) {
      group[i] = change(put(item("k" + i % 10, "n"), "v" + i), put(item("own" + i, "n"), "v" + i));
    }

    // When
    group(group);

    // Then
    assertThat(names(search())).hasSize(210);
    for (int i = 0; i < 10; i++) {
      assertThat(text(item("k" + i, "n"))).isEqualTo("v" + (190 + i));
    }
  }

  @Test
  void groupsSideBySideDoNotWaitInACircle() {
    // Given
    List<StoreOperation.Put> puts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      puts.add(put(item("k" + i % 20, "n" + i / 20), "v"));
    }
    var random = new Random(5);

    // When
    List<CompletionStage<?>> groups = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Collections.shuffle(puts, random);
      groups.add(stores.writer().write(puts.stream().map(put -> change(put)).toList()));
    }

    // Then
    groups.forEach(Await::result);
    assertThat(names(search())).hasSize(40);
  }
}
