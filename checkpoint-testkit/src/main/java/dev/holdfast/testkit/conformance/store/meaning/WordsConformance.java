package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.byNobody;
import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.testkit.gen.IndexFixtures;
import dev.holdfast.testkit.gen.SearchBuilder;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Items are found by their words, and by words and meaning together. */
public abstract class WordsConformance extends MeaningConformanceBase {
  private static final Offset<Double> NEARLY = within(1e-9);

  /** First in one list, second in the other. */
  private static final double BOTH = 1 / 61.0 + 1 / 62.0;

  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");
  private static final ItemKey THIRD = item("third", "m");

  @Test
  void itemsThatHaveAllWordsAreFound() {
    // Given
    define(byNobody());

    // When
    run(put(KEY, "She likes green tea"), put(OTHER, "He likes Coffee"), put(THIRD, "green"));

    // Then
    assertThat(names(text("likes"))).containsExactlyInAnyOrder(KEY, OTHER);
    assertThat(names(text("GREEN likes"))).containsExactly(KEY);
    assertThat(names(text("coffee"))).containsExactly(OTHER);
    assertThat(names(text("water"))).isEmpty();
    assertThat(names(text("lik"))).isEmpty();
  }

  @Test
  void whatHoldsNoWordFindsNothing() {
    define(byNobody());
    run(put(KEY, "text"));

    assertThat(names(text("?!"))).isEmpty();
    assertThat(names(text("' & | ! ( ) :* \\ \" <->"))).isEmpty();
  }

  @Test
  void scoresOfWordsArePositiveAndFall() {
    // Given
    define(byNobody());

    // When
    run(put(KEY, "tea, tea and tea"), put(OTHER, "tea with much much more of other things"));

    // Then
    assertThat(names(text("tea"))).containsExactly(KEY, OTHER);
    var scores = scores(text("tea"));
    assertThat(scores).hasSize(2).allMatch(score -> score > 0);
    assertThat(scores.get(0)).isGreaterThan(scores.get(1));
  }

  @Test
  void prefixFilterLimitAndOffsetHold() {
    // Given
    define(byNobody());
    run(put(KEY, "tea"), put(OTHER, "tea"), put(THIRD, "tea"));

    // Then
    assertThat(names(text("tea"))).containsExactly(THIRD, KEY, OTHER);
    assertThat(names(text("tea").limit(1).offset(1))).containsExactly(KEY);
    assertThat(names(search("n").like("tea", SearchMode.TEXT))).containsExactly(KEY, OTHER);
    assertThat(names(text("tea").where(new ItemFilter.Equal("cup"), "text"))).isEmpty();
  }

  @Test
  void wordsOfAClientsItemsAreFoundToo() {
    define(byClient(Distance.L2));

    run(IndexFixtures.put(KEY, "green tea", 1, 2));

    assertThat(names(text("tea"))).containsExactly(KEY);
  }

  @Test
  void ranksOfBothAreAdded() {
    // Given
    define(byServer());
    run(put(KEY, "aaaa"));
    run(put(OTHER, "a b b b b"));
    run(put(THIRD, "zzz"));

    // When
    var found = found(search().like("a", SearchMode.HYBRID));

    // Then
    assertThat(names(found)).containsExactly(OTHER, KEY, THIRD);
    assertThat(found.scores().get(0)).isEqualTo(BOTH, NEARLY);
    assertThat(found.scores().get(1)).isEqualTo(1 / 61.0, NEARLY);
    assertThat(found.scores().get(2)).isEqualTo(1 / 63.0, NEARLY);
  }

  @Test
  void ofEqualSumsTheNewestIsFirst() {
    // Given
    define(byClient(Distance.L2));
    run(IndexFixtures.put(KEY, "tea with milk", 1, 0));
    run(IndexFixtures.put(OTHER, "tea tea tea", 5, 0));

    // When
    var found = found(hybrid("tea", 1, 0));

    // Then
    assertThat(names(found)).containsExactly(OTHER, KEY);
    assertThat(found.scores()).allSatisfy(score -> assertThat(score).isEqualTo(BOTH, NEARLY));
    assertThat(names(hybrid("tea", 1, 0).limit(1).offset(1))).containsExactly(KEY);
  }

  @Test
  void eachListIsCutOff() {
    // Given
    define(byClient(Distance.L2));
    List<ItemKey> names = new ArrayList<>();
    for (int i = 0; i < 110; i++) {
      names.add(item("k%03d".formatted(i), "n"));
      run(IndexFixtures.put(names.get(i), i == 109 ? "coffee" : "tea", i, 0));
    }

    // When
    var cut = found(hybrid("coffee", 0, 0).limit(10));
    var whole = found(hybrid("coffee", 0, 0).limit(30));

    // Then
    assertThat(names(whole).get(0)).isEqualTo(names.get(109));
    assertThat(whole.scores().get(0)).isEqualTo(1 / 61.0 + 1 / 170.0, NEARLY);
    assertThat(names(cut)).contains(names.get(109)).containsAll(names.subList(0, 9));
    assertThat(cut.scores().get(0)).isEqualTo(1 / 61.0, NEARLY);
  }

  private static SearchBuilder text(String words) {
    return search().like(words, SearchMode.TEXT);
  }

  private static SearchBuilder hybrid(String words, float... numbers) {
    return search().like(new SearchQuery(words, SearchMode.HYBRID, new Vector(numbers), 0));
  }
}
