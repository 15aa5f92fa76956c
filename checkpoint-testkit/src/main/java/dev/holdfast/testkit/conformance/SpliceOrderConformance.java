package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.fresh;
import static dev.holdfast.testkit.gen.Fixtures.kept;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.splice;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.Appended.Status;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.testkit.gen.Held;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Splices among other puts: of one group, of one id, of two savers; what is told first. */
public abstract class SpliceOrderConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final Held BASE = Held.of(1, blob("0123"));
  private static final Splice INVALID =
      new Splice("msgpack", List.of(kept(0, 4)), 4, Checksums.of(blob("else").bytes()));

  @BeforeEach
  final void storeTheBase() {
    commit(put(PLACE, "c1").value("a", 1, "0123").stamp(7, 1));
  }

  @Test
  void theBaseMayComeWithTheSameGroup() {
    // When
    group(
        put(PLACE, "c2").parent("c1").value("a", 2, "two").build(),
        put(PLACE, "c3").parent("c2").spliced("a", 3, held(2, "two"), plus("two")).build(),
        put(PLACE, "c4").parent("c3").spliced("a", 4, held(3, "two!"), plus("two!")).build());

    // Then
    has("c3", "two!");
    has("c4", "two!!");
  }

  @Test
  void theBaseOfALaterPutIsWhatTheParentHasAfterAllBeforeIt() {
    // When
    var outcomes =
        group(
            put(PLACE, "c1").value("a", 2, "new").build(),
            put(PLACE, "c2").parent("c1").spliced("a", 2, BASE, plus("0123")).build(),
            put(PLACE, "c3").parent("c1").spliced("a", 3, held(2, "new"), plus("new")).build());

    // Then
    assertThat(refused(outcomes.get(1)).code()).isEqualTo(Code.BASE_UNKNOWN);
    has("c3", "new!");
  }

  @Test
  void aBadPutOfAGroupFailsAlone() {
    // When
    var outcomes =
        group(
            put(PLACE, "c2").parent("c1").spliced("a", 2, BASE, plus("0123")).build(),
            put(PLACE, "c3").parent("c1").spliced("a", 2, held(1, "x"), plus("x")).build(),
            put(PLACE, "c4").parent("c1").spliced("a", 2, BASE, INVALID).build(),
            put(PLACE, "c5").parent("c2").spliced("a", 3, held(2, "0123!"), plus("0123!")).build());

    // Then
    assertThat(refused(outcomes.get(1)).code()).isEqualTo(Code.BASE_UNKNOWN);
    assertThat(refused(outcomes.get(2)).code()).isEqualTo(Code.INVALID_SPLICE);
    has("c2", "0123!");
    has("c5", "0123!!");
    assertThat(find(PLACE, "c3")).isEmpty();
    assertThat(find(PLACE, "c4")).isEmpty();
  }

  @Test
  void twoSaversOfOneThreadHaveEachTheirBase() {
    // Given
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "one").stamp(7, 2));
    commit(put(PLACE, "c3").parent("c1").value("a", 2, "other").stamp(8, 1));

    // When
    var one = put(PLACE, "c4").parent("c2").spliced("a", 3, held(2, "one"), plus("one"));
    var other = put(PLACE, "c5").parent("c3").spliced("a", 3, held(2, "other"), plus("other"));
    group(one.stamp(7, 3).build(), other.stamp(8, 2).build());

    // Then
    has("c4", "one!");
    has("c5", "other!");
  }

  @Test
  void whatTheParentHasAtThatVersionStays() {
    // When
    var stored = commit(put(PLACE, "c2").parent("c1").spliced("a", 1, BASE, plus("0123")));

    // Then
    keeps(stored, "0123");
    has("c2", "0123");
  }

  @Test
  void putAgainItsOwnValueStays() {
    // Given
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "own"));

    // When
    var stored = commit(put(PLACE, "c2").parent("c1").spliced("a", 2, BASE, plus("0123")));

    // Then
    keeps(stored, "own");
    has("c2", "own");
  }

  @Test
  void putAgainTheBaseIsTheFirstParents() {
    // Given
    commit(put(PLACE, "c2").value("a", 1, "another parent"));
    commit(put(PLACE, "c3").parent("c1"));

    // When
    var first = put(PLACE, "c3").parent("c2").spliced("a", 2, BASE, plus("0123"));
    commit(first);
    var other = held(1, "another parent");
    var named = put(PLACE, "c3").parent("c2").spliced("a", 3, other, plus("another parent"));

    // Then
    assertThat(code(named)).isEqualTo(Code.BASE_UNKNOWN);
    has("c3", "0123!");
  }

  @Test
  void putAgainItsOwnValueIsNoBase() {
    // Given
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "own"));

    // When
    var again = put(PLACE, "c2").parent("c1").spliced("a", 3, held(2, "own"), plus("own"));

    // Then
    assertThat(code(again)).isEqualTo(Code.BASE_UNKNOWN);
    has("c2", "own");
  }

  @Test
  void aLateRepeatAsksForNothing() {
    // Given
    var put = put(PLACE, "c2").parent("c1").spliced("a", 2, BASE, plus("0123")).stamp(7, 2);
    commit(put);
    var threads = List.of(new ThreadId("t"));
    await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, null));

    // When
    var repeat = commit(put);
    var other = commit(put.spliced("a", 3, BASE, INVALID));

    // Then
    assertThat(repeat.status()).isEqualTo(Status.UNCHANGED);
    keeps(repeat, "0123!");
    assertThat(other.status()).isEqualTo(Status.UNCHANGED);
    keeps(other, "else");
    has("c2", "0123!");
  }

  @Test
  void aDeletedThreadIsToldBeforeAnUnknownBase() {
    // Given
    var stale = found(PLACE, "c1").row().incarnation();
    await(stores.threads().delete(thread("t"), null));

    // When
    var put = put(PLACE, "c2").parent("c1").spliced("a", 2, BASE, plus("0123"));
    var codes = List.of(code(put.incarnation(stale)), code(put.incarnation(null)));

    // Then
    assertThat(codes).containsExactly(Code.THREAD_DELETED, Code.BASE_UNKNOWN);
  }

  @Test
  void anUnknownBaseIsToldBeforeAnInvalidSpliceAndThatBeforeMissingValues() {
    // Given
    var unknown = put(PLACE, "c2").parent("c1").kept("hole", 1).spliced("a", 2, BASE, INVALID);
    unknown.spliced("b", 1, BASE, plus("0123"));
    var invalid = put(PLACE, "c2").parent("c1").kept("hole", 1).spliced("a", 2, BASE, INVALID);

    // When
    var failures =
        List.of(refused(group(unknown.build()).get(0)), refused(group(invalid.build()).get(0)));

    // Then
    assertThat(((Failure.BaseUnknown) failures.get(0)).channels()).containsExactly(channel("b"));
    assertThat(((Failure.InvalidSplice) failures.get(1)).channel()).isEqualTo(channel("a"));
  }

  private Code code(PutBuilder builder) {
    Append put = builder.build();
    return refused(group(put).get(0)).code();
  }

  private static Held held(long version, String text) {
    return Held.of(version, blob(text));
  }

  /** Appends an exclamation mark. */
  private static Splice plus(String text) {
    return splice(blob(text + "!"), List.of(kept(0, text.length()), fresh("!")));
  }

  private void has(String id, String text) {
    assertThat(found(PLACE, id).values()).containsEntry(channel("a"), blob(text));
  }

  private static void keeps(CheckpointStored stored, String text) {
    assertThat(stored.checksums()).containsEntry(channel("a"), Checksums.of(blob(text).bytes()));
  }
}
