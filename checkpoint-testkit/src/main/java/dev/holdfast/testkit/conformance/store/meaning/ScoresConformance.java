package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.testkit.gen.ItemFixtures;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores are as in LangGraph, and the best comes first. */
public abstract class ScoresConformance extends MeaningConformanceBase {
  private static final Offset<Double> NEARLY = within(1e-5);
  private static final ItemKey EAST = item("east", "n");
  private static final ItemKey FAR_EAST = item("far east", "n");
  private static final ItemKey NORTH = item("north", "n");
  private static final ItemKey WEST = item("west", "n");

  private void fill(Distance distance) {
    define(byClient(distance));
    run(put(WEST, "v", -2, 0));
    run(put(NORTH, "v", 0, 1));
    run(put(FAR_EAST, "v", 8, 2));
    run(put(EAST, "v", 2, 0.5f));
  }

  private void expect(List<ItemKey> names, double... scores) {
    var found = found(search().near(1, 0));
    assertThat(names(found)).isEqualTo(names);
    assertThat(found.scores()).hasSize(scores.length);
    for (int i = 0; i < scores.length; i++) {
      assertThat(found.scores().get(i)).isEqualTo(scores[i], NEARLY);
    }
  }

  @Test
  void theCosineOfTheAngle() {
    fill(Distance.COSINE);

    double near = 2 / Math.sqrt(4.25);
    expect(List.of(EAST, FAR_EAST, NORTH, WEST), near, near, 0, -1);
  }

  @Test
  void theEuclideanDistanceNegated() {
    fill(Distance.L2);

    expect(
        List.of(EAST, NORTH, WEST, FAR_EAST), -Math.sqrt(1.25), -Math.sqrt(2), -3, -Math.sqrt(53));
  }

  @Test
  void theInnerProduct() {
    fill(Distance.INNER_PRODUCT);

    expect(List.of(FAR_EAST, EAST, NORTH, WEST), 8, 2, 0, -2);
  }

  @Test
  void aVectorWithoutLengthHasTheCosineZero() {
    // Given
    define(byClient(Distance.COSINE));

    // When
    run(put(NORTH, "v", 0, 0), put(WEST, "v", -1, 0), put(EAST, "v", 1, 0));

    // Then
    expect(List.of(EAST, NORTH, WEST), 1, 0, -1);
    var toNothing = found(search().near(0, 0));
    assertThat(names(toNothing)).containsExactly(EAST, NORTH, WEST);
    assertThat(toNothing.scores()).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void theNearestOfSeveralVectorsCounts() {
    // Given
    define(byClient(Distance.L2));

    // When
    run(
        put(NORTH, "v", List.of(vector(0, 9), vector(0, 5))),
        put(EAST, "v", List.of(vector(7, 0), vector(1, 0), vector(100, 100))));

    // Then
    expect(List.of(EAST, NORTH), 0, -Math.sqrt(26));
    assertThat(names(search().near(0, 9))).containsExactly(NORTH, EAST);
    assertThat(names(search().near(0, 9).limit(1))).containsExactly(NORTH);
  }

  @Test
  void ofEqualScoresTheNewestIsFirstThenTheName() {
    // Given
    define(byClient(Distance.INNER_PRODUCT));

    // When
    run(put(WEST, "v", 1, 0));
    run(
        put(item("b", "n"), "v", 1, 5),
        put(item("a", "n"), "v", 1, 3),
        put(item("a", "m"), "v", 1, 4));
    run(put(EAST, "v", 1, 2));

    // Then
    var all = List.of(EAST, item("a", "m"), item("a", "n"), item("b", "n"), WEST);
    assertThat(names(search().near(3, 0))).isEqualTo(all);
    assertThat(names(search().near(3, 0).offset(1).limit(2))).isEqualTo(all.subList(1, 3));
    assertThat(scores(search().near(3, 0).limit(1))).containsExactly(3.0);
  }

  @Test
  void withoutAQueryThereAreNoScores() {
    fill(Distance.COSINE);

    assertThat(names(search())).containsExactly(EAST, FAR_EAST, NORTH, WEST);
    assertThat(scores(search())).isEmpty();
  }

  @Test
  void whatHasNoVectorIsNotFound() {
    // Given
    fill(Distance.COSINE);

    // When
    run(ItemFixtures.put(item("new", "n"), "v"));

    // Then
    assertThat(names(search().near(1, 0))).containsExactly(EAST, FAR_EAST, NORTH, WEST);
  }

  private static Vector vector(float... numbers) {
    return new Vector(numbers);
  }
}
