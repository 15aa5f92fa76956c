package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.ThreadId;
import org.junit.jupiter.api.Test;

/** Late writers do not bring a deleted thread back; new ones are welcome. */
public abstract class IncarnationConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void theLifeOfAThreadKeepsItsNumber() {
    // When
    var first = commit(put(PLACE, "c1")).incarnation();
    var second = commit(put(PLACE, "c2").incarnation(first)).incarnation();
    var third = commit(writes(PLACE, "c2").incarnation(first).add("task", 0, "a", "x"));

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
    assertThat(found(PLACE, null).row().incarnation()).isEqualTo(first);
  }

  @Test
  void twoThreadsHaveDifferentNumbers() {
    // When
    var one = commit(put(PLACE, "c1")).incarnation();
    var other = commit(put(root("u"), "c1")).incarnation();

    // Then
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void anIncarnationIsPositive() {
    // When
    var incarnation = commit(put(PLACE, "c1")).incarnation();

    // Then
    assertThat(incarnation.number()).isPositive();
  }

  @Test
  void afterADeleteStaleWritesAreRefusedAndLeaveNothing() {
    // Given
    var stale = commit(put(PLACE, "c1")).incarnation();
    await(stores.threads().delete(thread("t"), null));

    // When
    var outcomes =
        group(
            put(PLACE, "c2").incarnation(stale).build(),
            writes(PLACE, "c1").incarnation(stale).add("task", 0, "a", "x").build());

    // Then
    assertThat(refused(outcomes.get(0)).code()).isEqualTo(Code.THREAD_DELETED);
    assertThat(refused(outcomes.get(1)).code()).isEqualTo(Code.THREAD_DELETED);
    assertThat(await(stores.threads().thread(thread("t")))).isEmpty();
  }

  @Test
  void afterADeleteAPutWithoutIncarnationBeginsAnew() {
    // Given
    var stale = commit(put(PLACE, "c1")).incarnation();
    await(stores.threads().delete(thread("t"), null));

    // When
    var fresh = commit(put(PLACE, "c2")).incarnation();

    // Then
    assertThat(fresh).isNotEqualTo(stale);
    assertThat(find(PLACE, "c1")).isEmpty();
    assertThat(found(PLACE, null).row().incarnation()).isEqualTo(fresh);
  }

  @Test
  void aStaleWriteDoesNotReachTheNextLife() {
    // Given
    var stale = commit(put(PLACE, "c1")).incarnation();
    await(stores.threads().delete(thread("t"), null));
    commit(put(PLACE, "c1"));

    // When
    var outcomes =
        group(
            put(PLACE, "c2").incarnation(stale).build(),
            writes(PLACE, "c1").incarnation(stale).add("task", 0, "a", "x").build());

    // Then
    assertThat(refused(outcomes.get(0)).code()).isEqualTo(Code.THREAD_DELETED);
    assertThat(refused(outcomes.get(1)).code()).isEqualTo(Code.THREAD_DELETED);
    assertThat(find(PLACE, "c2")).isEmpty();
    assertThat(found(PLACE, "c1").row().writes()).isEmpty();
  }

  @Test
  void staleIsToldBeforeMissingValues() {
    // Given
    var stale = commit(put(PLACE, "c1").value("a", 1, "one")).incarnation();
    await(stores.threads().delete(thread("t"), null));

    // When
    var outcome = group(put(PLACE, "c2").kept("a", 1).incarnation(stale).build()).get(0);

    // Then
    assertThat(refused(outcome).code()).isEqualTo(Code.THREAD_DELETED);
  }

  @Test
  void aCopyIsALifeOfItsOwn() {
    // Given
    var source = commit(put(PLACE, "c1")).incarnation();
    await(stores.threads().copy(thread("t"), new ThreadId("u"), null));

    // When
    var outcome = group(put(root("u"), "c2").incarnation(source).build()).get(0);

    // Then
    assertThat(refused(outcome).code()).isEqualTo(Code.THREAD_DELETED);
    assertThat(found(root("u"), null).row().incarnation()).isNotEqualTo(source);
  }

  @Test
  void anAbsentThreadRefusesAnyIncarnation() {
    // Given
    var other = commit(put(root("u"), "c1")).incarnation();

    // When
    var outcome = group(put(PLACE, "c1").incarnation(other).build()).get(0);

    // Then
    assertThat(refused(outcome).code()).isEqualTo(Code.THREAD_DELETED);
  }
}
