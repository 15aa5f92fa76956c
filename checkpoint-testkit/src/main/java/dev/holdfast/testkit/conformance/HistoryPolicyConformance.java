package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.ThreadId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who sets what a thread keeps by itself, and what that lasts for. */
public abstract class HistoryPolicyConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void aThreadKeepsEverythingUnlessItIsTold() {
    // Given
    chain("c1", "c2", "c3", "c4");

    // When
    var gone = await(stores.threads().conflate(thread("t")));

    // Then
    assertThat(gone).isZero();
    assertThat(left()).containsExactly("c4", "c3", "c2", "c1");
    assertThat(policy()).isEqualTo(HistoryPolicy.FULL);
  }

  @Test
  void aThreadThatIsToldKeepsTheLatest() {
    // Given
    chain("c1", "c2", "c3", "c4");

    // When
    set(HistoryPolicy.LATEST, null);

    // Then
    assertThat(left()).hasSize(4);
    assertThat(policy()).isEqualTo(HistoryPolicy.LATEST);
    assertThat(await(stores.threads().conflate(thread("t")))).isEqualTo(2);
    assertThat(left()).containsExactly("c4", "c3");
  }

  @Test
  void aThreadBeginsWithItsPolicyAndTheFirstPutIsWelcome() {
    // Given
    var life = set(HistoryPolicy.LATEST, null);

    // When
    var first = commit(put(PLACE, "c1")).incarnation();

    // Then
    assertThat(first).isEqualTo(life);
    assertThat(policy()).isEqualTo(HistoryPolicy.LATEST);
  }

  @Test
  void aFirstPutThatNamesAParentIsWelcomeToo() {
    // Given
    var life = set(HistoryPolicy.LATEST, null);

    // When
    var first = commit(put(PLACE, "c2").parent("c1").value("a", 1, "x"));

    // Then
    assertThat(first.incarnation()).isEqualTo(life);
  }

  @Test
  void aRepeatChangesNothing() {
    // Given
    chain("c1");
    var life = set(HistoryPolicy.LATEST, null);

    // When
    var again = set(HistoryPolicy.LATEST, life);

    // Then
    assertThat(again).isEqualTo(life);
    assertThat(commit(put(PLACE, "c2").parent("c1").incarnation(life)).incarnation())
        .isEqualTo(life);
  }

  @Test
  void backToFullOnlyStopsTheRemoving() {
    // Given
    set(HistoryPolicy.LATEST, null);
    chain("c1", "c2", "c3");
    await(stores.threads().conflate(thread("t")));

    // When
    set(HistoryPolicy.FULL, null);

    // Then
    commit(put(PLACE, "c4").parent("c3"));
    commit(put(PLACE, "c5").parent("c4"));
    assertThat(await(stores.threads().conflate(thread("t")))).isZero();
    assertThat(left()).containsExactly("c5", "c4", "c3", "c2");
  }

  @Test
  void whoMeansALifeThatHasEndedBeginsNothing() {
    // Given
    chain("c1");
    var stale = set(HistoryPolicy.FULL, null);
    await(stores.threads().delete(thread("t"), null));

    // When
    var failure = failureOf(stores.threads().setHistory(thread("t"), HistoryPolicy.LATEST, stale));

    // Then
    assertThat(failure).isEqualTo(Code.THREAD_DELETED);
    assertThat(await(stores.threads().thread(thread("t")))).isEmpty();
  }

  @Test
  void whoMeansALifeThatHasEndedDoesNotChangeTheNextOne() {
    // Given
    var stale = set(HistoryPolicy.LATEST, null);
    await(stores.threads().delete(thread("t"), null));
    chain("c1");

    // When
    var failure = failureOf(stores.threads().setHistory(thread("t"), HistoryPolicy.LATEST, stale));

    // Then
    assertThat(failure).isEqualTo(Code.THREAD_DELETED);
    assertThat(policy()).isEqualTo(HistoryPolicy.FULL);
  }

  @Test
  void aDeletedThreadBeginsAgainWithEverything() {
    // Given
    set(HistoryPolicy.LATEST, null);
    chain("c1");
    await(stores.threads().delete(thread("t"), null));

    // When
    chain("c2");

    // Then
    assertThat(policy()).isEqualTo(HistoryPolicy.FULL);
  }

  @Test
  void aCopyHasAPolicyOfItsOwn() {
    // Given
    set(HistoryPolicy.LATEST, null);
    chain("c1", "c2");

    // When
    await(stores.threads().copy(thread("t"), new ThreadId("u"), null));

    // Then
    var copy = await(stores.threads().thread(thread("u"))).orElseThrow();
    assertThat(copy.history()).isEqualTo(HistoryPolicy.FULL);
  }

  @Test
  void thePolicyOfOneThreadIsNotThatOfAnother() {
    // Given
    set(HistoryPolicy.LATEST, null);
    for (String id : List.of("c1", "c2", "c3")) {
      commit(put(root("u"), id));
    }

    // When
    var gone = await(stores.threads().conflate(thread("u")));

    // Then
    assertThat(gone).isZero();
  }

  @Test
  void conflatingWhatIsNotThereRemovesNothing() {
    assertThat(await(stores.threads().conflate(thread("unheard of")))).isZero();
    set(HistoryPolicy.LATEST, null);
    assertThat(await(stores.threads().conflate(thread("t")))).isZero();
  }

  private Incarnation set(HistoryPolicy policy, @Nullable Incarnation known) {
    return await(stores.threads().setHistory(thread("t"), policy, known));
  }

  private HistoryPolicy policy() {
    return await(stores.threads().thread(thread("t"))).orElseThrow().history();
  }

  private void chain(String... ids) {
    for (int i = 0; i < ids.length; i++) {
      var put = put(PLACE, ids[i]);
      commit(i == 0 ? put : put.parent(ids[i - 1]));
    }
  }

  private List<String> left() {
    return await(stores.reader().list(history().thread("t").build())).checkpoints().stream()
        .map(row -> row.key().id().value())
        .toList();
  }
}
