package dev.holdfast.core.store.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.indexing.Ranking.Ranked;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two lists become one by the sum of what their ranks are worth. */
final class RankingTest {

  @Test
  void whatBothHaveIsBetter() {
    var fused = Ranking.fused(List.of(List.of("a", "b"), List.of("b")), Comparator.naturalOrder());

    assertThat(fused)
        .containsExactly(new Ranked<>("b", 1 / 62.0 + 1 / 61.0), new Ranked<>("a", 1 / 61.0));
  }

  @Test
  void equalSumsAreOrderedByTheCaller() {
    var lists = List.of(List.of("a", "b"), List.of("b", "a"));

    assertThat(Ranking.fused(lists, Comparator.naturalOrder()))
        .extracting(Ranked::found)
        .containsExactly("a", "b");
    assertThat(Ranking.fused(lists, Comparator.reverseOrder()))
        .extracting(Ranked::found)
        .containsExactly("b", "a");
  }

  @Test
  void listsAreCutOffFourPagesDeep() {
    assertThat(Ranking.depth(0, 0)).isEqualTo(100);
    assertThat(Ranking.depth(10, 15)).isEqualTo(100);
    assertThat(Ranking.depth(10, 16)).isEqualTo(104);
    assertThat(Ranking.depth(10_000, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
