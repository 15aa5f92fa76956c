package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.byNobody;
import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.IndexFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.testkit.Await;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tenant has at most one index, under a number that is never used again. */
public abstract class DefinitionConformance extends MeaningConformanceBase {
  private static final IndexDefinition EVERYTHING =
      new IndexDefinition(
          "model é",
          3000,
          Distance.COSINE,
          List.of("$", "a.b[*].c", "{a,b}", "a[-1]", "*"),
          EmbeddedBy.SERVER,
          true,
          "english");

  @Test
  void atFirstThereIsNone() {
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsDefinedIsFound() {
    // When
    StoreIndex index = define(EVERYTHING);

    // Then
    assertThat(index.definition()).isEqualTo(EVERYTHING);
    assertThat(found()).contains(index);
  }

  @Test
  void theSameAgainIsNoChange() {
    StoreIndex index = define(byServer());

    assertThat(define(byServer())).isEqualTo(index);
  }

  @Test
  void anotherDefinitionChangesNothing() {
    StoreIndex index = define(byServer());

    assertThat(define(byClient(Distance.L2))).isEqualTo(index);
    assertThat(found()).contains(index);
  }

  @Test
  void whatReplacesHasAnotherNumber() {
    // Given
    StoreIndex index = define(byServer());

    // When
    StoreIndex same = replace(byServer());
    StoreIndex other = replace(byNobody("a"));

    // Then
    assertThat(List.of(index.number(), same.number(), other.number())).doesNotHaveDuplicates();
    assertThat(found()).contains(other);
  }

  @Test
  void whatReplacesNothingIsDefined() {
    StoreIndex index = replace(queued());

    assertThat(found()).contains(index);
  }

  @Test
  void whatIsDroppedIsGoneAndItsNumberToo() {
    // Given
    StoreIndex index = define(byServer());

    // When
    boolean there = Await.result(stores.indexes().drop(TENANT));
    boolean again = Await.result(stores.indexes().drop(TENANT));

    // Then
    assertThat(there).isTrue();
    assertThat(again).isFalse();
    assertThat(found()).isEmpty();
    assertThat(define(byServer()).number()).isNotEqualTo(index.number());
  }

  private Optional<StoreIndex> found() {
    return Await.result(stores.indexes().find(TENANT));
  }
}
