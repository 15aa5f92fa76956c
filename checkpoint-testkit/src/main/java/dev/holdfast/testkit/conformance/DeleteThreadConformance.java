package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What deleting a thread takes away. */
public abstract class DeleteThreadConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void everythingOfTheThreadIsGone() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));
    commit(put(place("t", "child:1"), "c1").value("a", 1, "one"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "x"));

    // When
    var existed = delete("t");

    // Then
    assertThat(existed).isTrue();
    assertThat(find(PLACE, null)).isEmpty();
    assertThat(find(place("t", "child:1"), null)).isEmpty();
    assertThat(await(stores.reader().list(history().build())).checkpoints()).isEmpty();
    assertThat(await(stores.threads().thread(thread("t")))).isEmpty();
  }

  @Test
  void writesAreGoneForTheNextLife() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "x"));
    commit(writes(PLACE, "c2").add("task", 0, "a", "early"));

    // When
    delete("t");

    // Then
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2"));
    assertThat(found(PLACE, "c1").row().writes()).isEmpty();
    assertThat(found(PLACE, "c2").row().writes()).isEmpty();
  }

  @Test
  void valuesAreGoneForTheNextLife() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));

    // When
    delete("t");

    // Then
    var outcome = group(put(PLACE, "c2").kept("a", 1).build()).get(0);
    assertThat(refused(outcome).code()).isEqualTo(Code.MISSING_VALUES);
    commit(put(PLACE, "c3").value("a", 1, "other"));
    assertThat(found(PLACE, "c3").values()).containsOnlyKeys(channel("a"));
  }

  @Test
  void otherThreadsAndTenantsStay() {
    // Given
    var elsewhere =
        new NamespaceKey(
            new ThreadKey(new TenantId("elsewhere"), thread("t").thread()), PLACE.namespace());
    for (NamespaceKey place : List.of(PLACE, root("tt"), root("T"), elsewhere)) {
      commit(put(place, "c1").value("a", 1, "one"));
      commit(writes(place, "c1").add("task", 0, "a", "x"));
    }

    // When
    delete("t");

    // Then
    for (NamespaceKey place : List.of(root("tt"), root("T"), elsewhere)) {
      assertThat(found(place, "c1").values()).hasSize(1);
      assertThat(found(place, "c1").row().writes()).hasSize(1);
    }
  }

  @Test
  void aThreadThatIsNotThereIsNotDeleted() {
    assertThat(delete("t")).isFalse();
  }

  @Test
  void aSecondDeleteFindsNothing() {
    // Given
    commit(put(PLACE, "c1"));
    delete("t");

    // When / Then
    assertThat(delete("t")).isFalse();
  }

  @Test
  void aThreadOfWritesAloneIsDeleted() {
    // Given
    commit(writes(PLACE, "c1").add("task", 0, "a", "x"));

    // When / Then
    assertThat(delete("t")).isTrue();
  }

  private boolean delete(String id) {
    return await(stores.threads().delete(thread(id), null));
  }
}
