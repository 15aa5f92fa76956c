package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.IndexFixtures.putBy;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An item is found by what lies at the paths of the index, or at those that its put names. */
public abstract class FieldsConformance extends MeaningConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");

  @Test
  void onlyTheFieldsOfTheIndexCount() {
    // Given
    define(byServer("text", "more"));

    // When
    run(put(KEY, new ItemValue(Map.of("text", "aa", "more", "bbb", "secret", "cccc"))));

    // Then
    assertThat(scores(search().like("a"))).containsExactly(2.0);
    assertThat(scores(search().like("b"))).containsExactly(3.0);
    assertThat(scores(search().like("c"))).containsExactly(0.0);
  }

  @Test
  void aPathMayGiveSeveralTexts() {
    // Given
    define(byServer("facts[*].text"));

    // When
    run(
        put(KEY, value("facts", List.of(Map.of("text", "ab"), Map.of("text", "aaa"), 1))),
        put(OTHER, value("facts", List.of(Map.of("text", "aabbbb")))));

    // Then
    assertThat(names(search().like("a"))).containsExactly(KEY, OTHER);
    assertThat(scores(search().like("a"))).containsExactly(3.0, 2.0);
    assertThat(names(search().like("b"))).containsExactly(OTHER, KEY);
  }

  @Test
  void thePathsOfAPutTakeTheIndexsPlace() {
    // Given
    define(byServer());

    // When
    run(putBy(KEY, new ItemValue(Map.of("text", "zz", "own", "aa")), "own"), put(OTHER, "z"));

    // Then
    assertThat(scores(search().like("z"))).containsExactly(1.0, 0.0);
    assertThat(names(search().like("a"))).containsExactly(KEY, OTHER);
  }

  @Test
  void whatIsNotToBeIndexedIsNotFoundAndNotCounted() {
    // Given
    define(byServer());

    // When
    run(putBy(KEY, value("aa")), put(OTHER, "a"));

    // Then
    assertThat(names(search().like("a"))).containsExactly(OTHER);
    assertThat(names(search().like("aa", SearchMode.TEXT))).isEmpty();
    assertThat(names(search())).containsExactly(KEY, OTHER);
    assertThat(status().items()).isEqualTo(1);
  }

  @Test
  void whatIsNoLongerToBeIndexedIsNoLongerFound() {
    // Given
    define(byServer());
    run(put(KEY, "aa"));

    // When
    run(putBy(KEY, value("aa")));

    // Then
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(status().items()).isZero();
  }

  @Test
  void anItemWithoutTextIsInStepAndNotFound() {
    // Given
    define(byServer());

    // When
    run(put(KEY, value("other", "aa")), put(OTHER, value("text", null)));

    // Then
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(status().indexed()).isEqualTo(2);
  }

  @Test
  void theWholeValueIsItsJson() {
    define(byServer("$"));

    run(put(KEY, new ItemValue(Map.of("b", "aaa", "c", true))));

    // {"b": "aaa", "c": true}
    assertThat(scores(search().like("a"))).containsExactly(3.0);
    assertThat(scores(search().like("btruc"))).containsExactly(5.0);
  }

  @Test
  void aPathThatIsNoneIsRefused() {
    define(byServer());

    refused(Code.INVALID_REQUEST, put(OTHER, "v"), putBy(KEY, value("v"), "a[x]"));
    assertThat(names(search())).isEmpty();
  }
}
