package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.refresh;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A read that refreshes begins the time anew of what has not expired, and of nothing else. */
public abstract class RefreshConformance extends StoreConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FORTY = Duration.ofMinutes(40);

  /** Whether an item is there 80 minutes after its put for an hour, if this ran after 40. */
  private boolean outlives(StoreOperation... parts) {
    run(put(KEY, "v", HOUR));
    pass(FORTY);
    run(parts);
    pass(FORTY);
    return find(KEY) != null;
  }

  @Test
  void aGetRefreshesIfItSaysSo() {
    assertThat(outlives(get(KEY))).isTrue();
    assertThat(outlives(peek(KEY))).isFalse();
  }

  @Test
  void aSearchRefreshesIfItSaysSo() {
    assertThat(outlives(search("n").refreshing().build())).isTrue();
    assertThat(outlives(search("n").build())).isFalse();
  }

  @Test
  void whatIsNotReadIsNotRefreshed() {
    assertThat(outlives(namespaces().build())).isFalse();
    assertThat(outlives(get(OTHER), search("m").refreshing().build())).isFalse();
    assertThat(outlives(search("n").limit(0).refreshing().build())).isFalse();
    assertThat(outlives(put(OTHER, "v"))).isFalse();
  }

  @Test
  void aSearchRefreshesOnlyThePageItReturns() {
    // Given
    run(put(item("a", "n"), "v", HOUR), put(item("b", "n"), "v", HOUR));
    run(put(item("c", "n"), "v", HOUR));
    pass(FORTY);

    // When
    run(search("n").offset(1).limit(1).refreshing().build());

    // Then
    pass(FORTY);
    assertThat(names(search())).containsExactly(item("a", "n"));
  }

  @Test
  void aRefreshLastsAsLongAsTheTimeOfTheItem() {
    // Given
    var odd = Duration.ofSeconds(90 * 60 + 30);
    run(put(KEY, "v", odd), put(OTHER, "v", Duration.ofSeconds(40)));
    pass(Duration.ofSeconds(20));

    // When
    run(get(KEY), get(OTHER));

    // Then
    pass(Duration.ofSeconds(20));
    assertThat(names(search())).containsExactly(KEY, OTHER);
    pass(Duration.ofSeconds(20));
    assertThat(names(search())).containsExactly(KEY);
    pass(odd.minusSeconds(60));
    assertThat(names(search())).containsExactly(KEY);
    pass(Duration.ofSeconds(20));
    assertThat(names(search())).isEmpty();
  }

  @Test
  void refreshesCanFollowEachOther() {
    // Given
    run(put(KEY, "v", HOUR));

    // When
    for (int i = 0; i < 10; i++) {
      pass(FORTY);
      run(get(KEY));
    }

    // Then
    pass(FORTY);
    assertThat(text(KEY)).isEqualTo("v");
    pass(FORTY);
    assertThat(find(KEY)).isNull();
  }

  @Test
  void whatHasExpiredIsNotRevived() {
    // Given
    run(put(KEY, "v", HOUR));
    pass(Duration.ofMinutes(70));

    // When
    var results = run(get(KEY), search().refreshing().build());
    group(refresh(KEY));

    // Then
    assertThat(results)
        .containsExactly(new StoreResult.Found(null), new StoreResult.Items(List.of()));
    assertThat(find(KEY)).isNull();
    assertThat(names(search())).isEmpty();
    assertThat(labels(namespaces())).isEmpty();
  }

  @Test
  void aRefreshThatComesTooLateRevivesNothing() {
    // Given
    run(put(KEY, "v", HOUR));
    pass(Duration.ofMinutes(70));

    // When
    group(refresh(KEY));

    // Then
    assertThat(find(KEY)).isNull();
  }

  @Test
  void whatHasNoTimeToLiveGetsNone() {
    // Given
    run(put(KEY, "v"));

    // When
    run(get(KEY), search().refreshing().build());
    group(refresh(KEY, OTHER));

    // Then
    pass(Duration.ofDays(400));
    assertThat(found(KEY).expires()).isFalse();
    assertThat(find(OTHER)).isNull();
  }

  @Test
  void aRefreshChangesNothingElse() {
    // Given
    run(put(KEY, "v", HOUR));
    var before = found(KEY);

    // When
    run(get(KEY), get(KEY));

    // Then
    assertThat(found(KEY)).isEqualTo(before);
  }

  @Test
  void aPutOfTheSameBatchCounts() {
    assertThat(outlives(put(KEY, "w", Duration.ofMinutes(10)), get(KEY))).isFalse();
    assertThat(outlives(get(KEY), put(KEY, "w"))).isTrue();
    pass(Duration.ofDays(1));
    assertThat(text(KEY)).isEqualTo("w");
  }
}
