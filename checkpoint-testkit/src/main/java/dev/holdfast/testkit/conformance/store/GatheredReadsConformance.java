package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.change;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.GatheredReader;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ReadLimits;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreReads;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.fault.RejectingReader;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.ItemFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of several callers that are read together are answered as if each were alone. */
public abstract class GatheredReadsConformance extends StoreConformanceBase {
  private static final TenantId OTHER = new TenantId("other");
  private static final ReadLimits LIMITS = new ReadLimits(1, 1, 100, 100_000, Duration.ofMillis(1));
  private static final ItemKey ONE = item("one", "n");
  private static final ItemKey TWO = item("two", "n");
  private static final int CALLERS = 16;
  private static final int ROUNDS = 40;

  @Test
  void aRoundAnswersEachBatchAsIfItWereAlone() {
    // Given
    run(put(ONE, "1"), put(TWO, "2"));
    group(new StoreChange(OTHER, List.of(put(ONE, "of the other")), List.of()));
    List<StoreReads> round =
        List.of(
            reads(peek(ONE)),
            new StoreReads(OTHER, List.of(peek(TWO), peek(ONE))),
            reads(),
            reads(peek(item("no", "n")), peek(item("k", "\0")), peek(TWO), peek(ONE), peek(TWO)),
            reads(search("n").build(), peek(ONE), namespaces().build()),
            new StoreReads(OTHER, List.of(search().build())),
            reads(peek(ONE)));

    // When
    var together = Await.result(stores.reader().readAll(round));

    // Then
    List<List<StoreResult>> alone = new ArrayList<>();
    round.forEach(
        batch -> alone.add(Await.result(stores.reader().read(batch.tenant(), batch.reads()))));
    assertThat(together).isEqualTo(alone);
    assertThat(together.get(1).get(0)).isEqualTo(new StoreResult.Found(null));
  }

  @Test
  void aReadSeesWhatWasAcknowledgedBeforeItWasAsked() {
    // Given
    var reader = gathered(stores.reader());

    // When
    var callers =
        IntStream.range(0, CALLERS)
            .mapToObj(
                caller -> putsAndReads(reader, item("k" + caller, "n"), 0).toCompletableFuture())
            .toList();

    // Then
    callers.forEach(Await::result);
  }

  /** Puts and then reads, round by round; fails if a read does not find what was put. */
  private CompletionStage<?> putsAndReads(StoreReader reader, ItemKey key, int round) {
    if (round == ROUNDS) {
      return CompletableFuture.completedFuture(null);
    }
    return stores
        .writer()
        .write(List.of(change(put(key, "v" + round))))
        .thenCompose(written -> reader.read(Fixtures.TENANT, List.of(peek(key))))
        .thenCompose(
            found -> {
              var item = ((StoreResult.Found) found.get(0)).item();
              assertThat(item).isNotNull();
              assertThat(item.value()).isEqualTo(ItemFixtures.value("v" + round));
              return putsAndReads(reader, key, round + 1);
            });
  }

  @Test
  void readsOfABatchSeeOneMomentAlsoWhenOthersAreReadWithThem() {
    // Given
    run(put(ONE, "0"), put(TWO, "0"));
    var reader = gathered(stores.reader());
    List<CompletionStage<List<StoreResult>>> answers = new ArrayList<>();

    // When
    for (int round = 0; round < ROUNDS; round++) {
      var written =
          stores.writer().write(List.of(change(put(ONE, "v" + round), put(TWO, "v" + round))));
      for (int caller = 0; caller < CALLERS; caller++) {
        answers.add(
            reader.read(Fixtures.TENANT, List.of(peek(ONE), peek(item("k" + caller)), peek(TWO))));
      }
      Await.result(written);
    }

    // Then
    for (var answer : answers) {
      List<StoreResult> results = Await.result(answer);
      assertThat(text(results.get(0))).isEqualTo(text(results.get(2)));
    }
  }

  @Test
  void aBatchThatFailsDoesNotFailThoseReadWithIt() {
    // Given
    run(put(ONE, "1"), put(TWO, "2"));
    StoreReader rejecting = new RejectingReader(stores.reader(), peek(TWO)::equals);
    var reader = gathered(rejecting);
    List<CompletableFuture<List<StoreResult>>> answers = new ArrayList<>();

    // When
    reader.together(
        () -> {
          for (ItemKey key : List.of(ONE, TWO, item("three", "n"), item("four", "n"))) {
            answers.add(reader.read(Fixtures.TENANT, List.of(peek(key))).toCompletableFuture());
          }
        });

    // Then
    assertThat(text(Await.result(answers.get(0)).get(0))).isEqualTo("1");
    assertThatThrownBy(() -> Await.result(answers.get(1))).isInstanceOf(Failure.class);
    for (var other : answers.subList(2, 4)) {
      assertThat(Await.result(other)).containsExactly(new StoreResult.Found(null));
    }
  }

  private static GatheredReader gathered(StoreReader reader) {
    return new GatheredReader(reader, LIMITS);
  }

  private static StoreReads reads(StoreOperation.Read... reads) {
    return new StoreReads(Fixtures.TENANT, List.of(reads));
  }

  private static Object text(StoreResult result) {
    var item = ((StoreResult.Found) result).item();
    assertThat(item).isNotNull();
    return String.valueOf(item.value().entries().get("text"));
  }
}
