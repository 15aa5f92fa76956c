package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.bulk.ImportBatch;
import dev.holdfast.core.store.bulk.ImportedItem;
import dev.holdfast.core.store.bulk.RunImport;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items that are imported have the times of their lives so far. */
public abstract class ImportTimesConformance extends BulkConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant EARLY = Instant.parse("2020-01-01T00:00:00.123456Z");
  private static final Instant LATE = Instant.parse("2021-01-01T00:00:00Z");

  private void imported(Put put, ItemTimes times) {
    long from = begin(ID).committedLines();
    Await.result(submit(step(ID, from, List.of(times), List.of()), put));
  }

  @Test
  void whatIsNewKeepsItsTimes() {
    // When
    imported(put(KEY, "v"), new ItemTimes(EARLY, LATE, null));
    imported(put(OTHER, "v"), new ItemTimes(null, LATE, null));

    // Then
    assertThat(found(KEY).createdAt()).isEqualTo(EARLY);
    assertThat(found(KEY).updatedAt()).isEqualTo(LATE);
    assertThat(found(KEY).expires()).isFalse();
    assertThat(found(OTHER).createdAt()).isEqualTo(LATE);
  }

  @Test
  void whatIsThereIsPutNow() {
    // Given
    imported(put(KEY, "v"), new ItemTimes(EARLY, EARLY, null));

    // When
    imported(put(KEY, "w"), new ItemTimes(LATE, LATE, null));

    // Then
    assertThat(text(KEY)).isEqualTo("w");
    assertThat(found(KEY).createdAt()).isEqualTo(EARLY);
    assertThat(found(KEY).updatedAt()).isAfter(LATE);
  }

  @Test
  void timesAreNeverInTheFutureOrTheWrongWayRound() {
    // Given
    Instant future = begin(ID).now().plus(HOUR);

    // When
    imported(put(KEY, "v"), new ItemTimes(future, future, null));
    imported(put(OTHER, "v"), new ItemTimes(LATE, EARLY, null));

    // Then
    assertThat(found(KEY).updatedAt()).isBefore(future);
    assertThat(found(KEY).createdAt()).isEqualTo(found(KEY).updatedAt());
    assertThat(found(OTHER).createdAt()).isEqualTo(EARLY);
    assertThat(found(OTHER).updatedAt()).isEqualTo(EARLY);
  }

  @Test
  void ofEqualKeysTheLastCountsWithItsTimes() {
    // Given
    begin(ID);
    var times = List.of(new ItemTimes(EARLY, EARLY, null), new ItemTimes(LATE, LATE, null));

    // When
    Await.result(submit(step(ID, 0, times, List.of()), put(KEY, "v"), put(KEY, "w")));

    // Then
    assertThat(text(KEY)).isEqualTo("w");
    assertThat(found(KEY).createdAt()).isEqualTo(LATE);
  }

  @Test
  void anItemEndsWhenItWouldHaveEnded() {
    // Given
    Instant soon = begin(ID).now().plus(Duration.ofMinutes(10));

    // When
    imported(put(KEY, "v", HOUR), new ItemTimes(null, null, soon));
    imported(put(OTHER, "v", HOUR), ItemTimes.NOW);

    // Then
    pass(Duration.ofMinutes(15));
    assertThat(find(KEY)).isNull();
    assertThat(find(OTHER)).isNotNull();
  }

  @Test
  void aReadBeginsTheTimeOfAnImportedItemAnew() {
    // Given
    Instant soon = begin(ID).now().plus(Duration.ofMinutes(10));
    imported(put(KEY, "v", HOUR), new ItemTimes(null, null, soon));

    // When
    run(get(KEY));

    // Then
    pass(Duration.ofMinutes(50));
    assertThat(find(KEY)).isNotNull();
    pass(Duration.ofMinutes(15));
    assertThat(find(KEY)).isNull();
  }

  private RunImport.Begun begun() {
    return Await.result(new RunImport(batches().runs(), bulk.log(), () -> 0).begin(ID));
  }

  @Test
  void whatHasExpiredIsLeftOutAndWhatIsThereStays() {
    // Given
    run(put(KEY, "there"));
    var begun = begun();
    Instant over = begun.status().now().minusSeconds(1);
    var item = new ImportedItem(put(KEY, "old", HOUR), new ItemTimes(null, null, over));
    var error = new ImportError(2, "malformed-body", null);

    // When
    var counts =
        Await.result(begun.commit(new ImportBatch(0, 2, List.of(item), List.of(error)), HOUR));

    // Then
    assertThat(counts).isEqualTo(new ImportCounts(0, 1, 1));
    assertThat(status(ID).counts()).isEqualTo(counts);
    assertThat(text(KEY)).isEqualTo("there");
  }

  @Test
  void whoGoesOnWithAnImportThatSomebodyElseGoesOnWithIsTold() {
    // Given
    var mine = begun();
    var batch =
        new ImportBatch(0, 1, List.of(new ImportedItem(put(KEY, "v"), ItemTimes.NOW)), List.of());
    Await.result(begun().commit(batch, HOUR));

    // When
    var late = mine.commit(batch, HOUR);

    // Then
    assertThat(code(late)).isEqualTo(Code.OPERATION_ID_REUSED);
  }
}
