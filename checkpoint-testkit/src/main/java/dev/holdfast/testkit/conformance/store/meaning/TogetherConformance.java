package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.LETTERS;
import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.peek;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.fault.FaultyEmbedderFake;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch is embedded as a whole before anything of it is read or written. */
public abstract class TogetherConformance extends MeaningConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");

  private final FaultyEmbedderFake model = new FaultyEmbedderFake(LETTERS, "bad");

  @Test
  void allTextsOfABatchAreOneCall() {
    define(byServer());

    batch(
        put(KEY, "a"),
        search().like("a").build(),
        put(OTHER, "b"),
        search().like("c").build(),
        put(item("third", "n"), "b"));

    assertThat(model.calls()).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void whatNeedsNoVectorAsksNobody() {
    define(byServer());

    batch(delete(KEY), peek(KEY), search().build());

    assertThat(model.calls()).isEmpty();
  }

  @Test
  void ifTheModelIsAwayNothingIsStored() {
    // Given
    define(byServer());
    batch(put(OTHER, "a"));
    model.away(true);

    // When
    failed(Code.EMBEDDING_UNAVAILABLE, delete(OTHER), put(KEY, "a"));

    // Then
    assertThat(names(search())).containsExactly(OTHER);
    batch(delete(OTHER));
    assertThat(names(search())).isEmpty();
  }

  @Test
  void ifTheModelRefusesOneTextNothingIsStored() {
    define(byServer());

    failed(Code.EMBEDDING_REFUSED, put(OTHER, "a"), put(KEY, "bad"));

    assertThat(names(search())).isEmpty();
  }

  private void batch(StoreOperation... parts) {
    Await.result(stores.batches(model).run(TENANT, List.of(parts)));
  }

  private void failed(Code code, StoreOperation... parts) {
    assertThatThrownBy(() -> batch(parts)).hasFieldOrPropertyWithValue("code", code);
  }
}
