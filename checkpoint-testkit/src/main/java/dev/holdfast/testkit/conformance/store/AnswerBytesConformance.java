package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.store.GatheredReader;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ReadLimits;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers one batch is limited in bytes; what is beyond is refused, not cut off. */
public abstract class AnswerBytesConformance extends StoreConformanceBase {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int MOST = StoreReader.ANSWER_BYTES / MEBIBYTE;

  /** Values of this size, so that {@link #FEW} fit in an answer, twice as many do not. */
  private static final String LARGE = "x".repeat(MEBIBYTE - 100);

  private static final int FEW = MOST * 3 / 4;

  @BeforeEach
  void putTooMuch() {
    for (int i = 0; i < 2 * FEW; i++) {
      run(put(key(i), LARGE));
    }
  }

  @Test
  void aSearchThatFindsTooMuchIsRefused() {
    // When
    var refused = failure(search().limit(2 * FEW).build());
    var most = failure(search().limit(10_000).build());

    // Then
    assertThat(List.of(refused.limit(), most.limit())).containsOnly("store_answer_bytes");
    assertThat(refused.maximum()).isEqualTo(StoreReader.ANSWER_BYTES);
  }

  @Test
  void aPageOfItIsAnswered() {
    // When
    var newest = items(search().limit(FEW));
    var others = items(search().limit(FEW).offset(FEW));

    // Then
    assertThat(newest).hasSize(FEW).doesNotContainAnyElementsOf(others);
    assertThat(others).hasSize(FEW);
  }

  @Test
  void manySmallItemsAreNotTooMuch() {
    // Given
    StoreOperation[] puts =
        IntStream.range(0, 900)
            .mapToObj(i -> put(item("k" + i, "small"), "v"))
            .toArray(StoreOperation[]::new);
    run(puts);

    // When / Then
    assertThat(items(search("small").limit(10_000))).hasSize(900);
  }

  @Test
  void getsThatAreTooMuchTogetherAreRefused() {
    // When
    var refused = failure(gets(0, 2 * FEW));

    // Then
    assertThat(refused.limit()).isEqualTo("store_answer_bytes");
    assertThat(run(gets(0, FEW)))
        .hasSize(FEW)
        .allMatch(found -> ((StoreResult.Found) found).item() != null);
  }

  @Test
  void theReadsOfABatchCountTogether() {
    // Given
    var first = search().limit(FEW / 2).build();
    var second = search().limit(FEW).offset(FEW).build();

    // When
    var searches = failure(first, second);
    var both = failure(concat(gets(0, FEW), first));

    // Then
    assertThat(List.of(searches.limit(), both.limit())).containsOnly("store_answer_bytes");
    assertThat(run(first)).hasSize(1);
  }

  @Test
  void thoseOfOthersThatAreReadWithThemDoNotCount() {
    // Given
    var reader =
        new GatheredReader(stores.reader(), new ReadLimits(1, 1, 1000, 1000, Duration.ofMillis(1)));
    List<CompletableFuture<List<StoreResult>>> answers = new ArrayList<>();

    // When
    reader.together(
        () -> {
          for (int caller = 0; caller < 2; caller++) {
            List<StoreOperation.Read> reads = new ArrayList<>();
            for (StoreOperation get : gets(caller * FEW, FEW)) {
              reads.add((StoreOperation.Read) get);
            }
            answers.add(reader.read(Fixtures.TENANT, reads).toCompletableFuture());
          }
        });

    // Then
    assertThat(answers).allSatisfy(answer -> assertThat(Await.result(answer)).hasSize(FEW));
  }

  private Failure.LimitExceeded failure(StoreOperation... parts) {
    return catchThrowableOfType(Failure.LimitExceeded.class, () -> run(parts));
  }

  private static ItemKey key(int number) {
    return item("k%03d".formatted(number), "large");
  }

  private static StoreOperation[] gets(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> peek(key(i)))
        .toArray(StoreOperation[]::new);
  }

  private static StoreOperation[] concat(StoreOperation[] some, StoreOperation last) {
    StoreOperation[] all = new StoreOperation[some.length + 1];
    System.arraycopy(some, 0, all, 0, some.length);
    all[some.length] = last;
    return all;
  }
}
