package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.change;
import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.Ttl;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An item lives as long as its last put said; then it is not there for anybody. */
public abstract class TtlConformance extends StoreConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void anItemLivesForItsTime() {
    // Given
    run(put(KEY, "v", HOUR), put(OTHER, "v"));

    // When
    pass(Duration.ofMinutes(50));

    // Then
    assertThat(found(KEY).expires()).isTrue();
    assertThat(found(OTHER).expires()).isFalse();
    assertThat(names(search())).containsExactly(KEY, OTHER);
  }

  @Test
  void whatHasExpiredIsNotThere() {
    // Given
    run(put(KEY, "v", HOUR), put(OTHER, "v"));

    // When
    pass(Duration.ofMinutes(70));

    // Then
    assertThat(find(KEY)).isNull();
    assertThat(names(search())).containsExactly(OTHER);
    assertThat(names(search("n").where(new ItemFilter.Equal("v"), "text"))).containsExactly(OTHER);
  }

  @Test
  void whatHasExpiredIsNotCounted() {
    // Given
    run(put(OTHER, "v"));
    run(put(KEY, "v", HOUR));

    // When
    pass(Duration.ofMinutes(70));

    // Then
    assertThat(names(search().limit(1))).containsExactly(OTHER);
    assertThat(names(search().offset(1))).isEmpty();
  }

  @Test
  void aPutWithoutATimeClearsTheEarlierOne() {
    // Given
    run(put(KEY, "v", HOUR));

    // When
    run(put(KEY, "w"));

    // Then
    assertThat(found(KEY).expires()).isFalse();
    pass(Duration.ofDays(400));
    assertThat(text(KEY)).isEqualTo("w");
  }

  @Test
  void aPutWithATimeReplacesTheEarlierOne() {
    // Given
    run(put(KEY, "v"), put(OTHER, "v", Duration.ofDays(1)));

    // When
    run(put(KEY, "w", HOUR), put(OTHER, "w", HOUR));

    // Then
    pass(Duration.ofMinutes(70));
    assertThat(names(search())).isEmpty();
  }

  @Test
  void aPutBeginsTheTimeAnew() {
    // Given
    run(put(KEY, "v", HOUR));
    pass(Duration.ofMinutes(40));

    // When
    run(put(KEY, "w", HOUR));

    // Then
    pass(Duration.ofMinutes(40));
    assertThat(text(KEY)).isEqualTo("w");
    pass(Duration.ofMinutes(40));
    assertThat(find(KEY)).isNull();
  }

  @Test
  void anItemPutAfterItHasExpiredBeginsAnew() {
    // Given
    run(put(KEY, "v", HOUR));
    pass(Duration.ofMinutes(70));

    // When
    run(put(KEY, "w"));

    // Then
    var item = found(KEY);
    assertThat(item.createdAt()).isEqualTo(item.updatedAt());
    assertThat(item.value()).isEqualTo(value("w"));
    assertThat(item.expires()).isFalse();
  }

  @Test
  void anItemPutBeforeItHasExpiredIsTheSame() {
    // Given
    run(put(KEY, "v", HOUR));
    pass(Duration.ofMinutes(50));

    // When
    run(put(KEY, "w", HOUR));

    // Then
    var item = found(KEY);
    assertThat(Duration.between(item.createdAt(), item.updatedAt()))
        .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60));
  }

  @Test
  void toDeleteWhatHasExpiredIsNoError() {
    // Given
    run(put(KEY, "v", HOUR));
    pass(Duration.ofMinutes(70));

    // When
    group(change(delete(KEY)), change(put(OTHER, "v")));

    // Then
    assertThat(names(search())).containsExactly(OTHER);
  }

  @Test
  void fractionsOfMinutesCount() {
    // Given
    run(put(KEY, "v", Duration.ofSeconds(90 * 60 + 30)), put(OTHER, "v", Duration.ofSeconds(40)));

    // When / Then
    pass(Duration.ofSeconds(10));
    assertThat(names(search())).containsExactly(KEY, OTHER);
    pass(Duration.ofSeconds(30));
    assertThat(names(search())).containsExactly(KEY);
    pass(Duration.ofSeconds(90 * 60 - 40));
    assertThat(names(search())).containsExactly(KEY);
    pass(Duration.ofSeconds(30));
    assertThat(names(search())).isEmpty();
  }

  @Test
  void theShortestTimeIsAMicrosecond() {
    // When
    run(new StoreOperation.Put(KEY, value("v"), new Ttl(1)));

    // Then
    pass(Duration.ofNanos(1000));
    assertThat(find(KEY)).isNull();
  }

  @Test
  void theLongestTimeIsAThousandYears() {
    // Given
    run(put(KEY, "v", Duration.ofDays(365_250)));

    // When
    pass(Duration.ofDays(300_000));

    // Then
    assertThat(found(KEY).expires()).isTrue();
    pass(Duration.ofDays(65_251));
    assertThat(find(KEY)).isNull();
  }
}
