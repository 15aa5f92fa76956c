package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.LETTERS;
import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.byNobody;
import static dev.holdfast.testkit.gen.IndexFixtures.queued;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.indexing.IndexItems;
import dev.holdfast.core.store.indexing.IndexQueue.FailedItem;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.LetterCountEmbedder;
import dev.holdfast.testkit.fault.FaultyEmbedderFake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the queue's worker does with a model that fails. */
public abstract class WorkerConformance extends MeaningConformanceBase {
  private static final int ITEMS = 20;
  private static final String BAD = "bad";
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey BAD_KEY = item("bad", "n");

  private final FaultyEmbedderFake model = new FaultyEmbedderFake(LETTERS, BAD);

  @Test
  void onlyWhatTheModelRefusesFails() {
    // Given
    define(queued());
    fill();
    run(put(BAD_KEY, BAD));

    // When
    var step = work(model);

    // Then
    assertThat(step).isEqualTo(new IndexItems.Step(ITEMS + 1, ITEMS));
    assertThat(names(search().like("a"))).hasSize(ITEMS).doesNotContain(BAD_KEY);
    assertThat(status().stale()).isEqualTo(1);
    assertThat(model.calls().size()).isLessThan(12);
  }

  @Test
  void whatIsRefusedThreeTimesIsGivenUp() {
    // Given
    define(queued());
    run(put(BAD_KEY, BAD));

    // When
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(status().failed()).isZero();
      assertThat(work(model).claimed()).isEqualTo(1);
      assertThat(work(model).claimed()).isZero();
      pass(Duration.ofMinutes(10));
    }

    // Then
    assertThat(work(model).claimed()).isZero();
    assertThat(failed()).containsExactly(new FailedItem(BAD_KEY, "embedding-refused", 3));
  }

  @Test
  void whileTheModelIsAwayNothingIsGivenUp() {
    // Given
    define(queued());
    fill();
    model.away(true);

    // When
    for (int attempt = 1; attempt <= 20; attempt++) {
      assertThat(work(model).claimed()).isEqualTo(ITEMS);
      pass(Duration.ofMinutes(6));
    }

    // Then
    assertThat(status().waiting()).isEqualTo(ITEMS);
    model.away(false);
    assertThat(work(model).written()).isEqualTo(ITEMS);
  }

  @Test
  void theDelayGrows() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    model.away(true);
    for (int attempt = 1; attempt <= 9; attempt++) {
      work(model);
      pass(Duration.ofMinutes(6));
    }

    // When
    work(model);

    // Then
    pass(Duration.ofMinutes(4));
    assertThat(work(model).claimed()).isZero();
    pass(Duration.ofSeconds(70));
    assertThat(work(model).claimed()).isEqualTo(1);
  }

  @Test
  void whatAnotherModelMadeTheIndexForWaitsForThatModel() {
    // Given
    define(queued());
    run(put(KEY, "a"));

    // When
    var step = work(new LetterCountEmbedder("other", 26));

    // Then
    assertThat(step).isEqualTo(new IndexItems.Step(1, 0));
    pass(Duration.ofMinutes(1));
    assertThat(work().written()).isEqualTo(1);
    assertThat(names(search().like("a"))).containsExactly(KEY);
  }

  @Test
  void whatOnlyAClientCanEmbedIsGivenUp() {
    // Given
    define(byClient(Distance.L2));
    run(put(KEY, "a"));
    Await.result(stores.queue().enqueueStale(TENANT, null, 10, true));

    // When
    work(model);

    // Then
    assertThat(failed()).containsExactly(new FailedItem(KEY, "not-indexed", 1));
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void whatNobodyEmbedsNeedsNoModel() {
    // Given
    run(put(KEY, "green tea"));
    define(byNobody());
    Await.result(stores.queue().enqueueStale(TENANT, null, 10, true));

    // When
    var step = Await.result(new IndexItems(stores.queue(), null, 10, LEASE).step());

    // Then
    assertThat(step.written()).isEqualTo(1);
    assertThat(names(search().like("tea", SearchMode.TEXT))).containsExactly(KEY);
  }

  @Test
  void whatHasTooManyTextsIsGivenUpAtOnce() {
    // Given
    define(queued("text[*]"));

    // When
    run(put(KEY, value("text", Collections.nCopies(300, "a"))));
    work(model);

    // Then
    assertThat(failed()).containsExactly(new FailedItem(KEY, "limit-exceeded", 1));
  }

  @Test
  void textsOfOneStepGoTogetherAndOnce() {
    // Given
    define(queued());
    run(put(item("1", "n"), "a"), put(item("2", "n"), "b"), put(item("3", "n"), "a"));

    // When
    work(model);

    // Then
    assertThat(model.calls()).hasSize(1);
    assertThat(model.calls().get(0)).containsExactlyInAnyOrder("a", "b");
    assertThat(names(search().like("a")))
        .containsExactly(item("1", "n"), item("3", "n"), item("2", "n"));
  }

  private void fill() {
    List<StoreOperation> puts = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      puts.add(put(item("k" + i, "n"), "a" + i));
    }
    run(puts.toArray(new StoreOperation[0]));
  }

  private List<FailedItem> failed() {
    return Await.result(stores.queue().failed(TENANT, 10));
  }
}
