package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.testkit.gen.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody needs stays; what nobody needs any more goes. */
final class FreedRowsIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final int VERSIONS = 300;
  private static final int ITEM = 150;

  @SuppressWarnings("NullAway.Init")
  private Life life;

  @BeforeEach
  void begin() {
    life = new Life(POSTGRES.empty());
  }

  @Test
  void ofALongGrowingThreadAPruneLeavesWhatTheNewestIsMadeOf() {
    // Given
    Blob newest = grow(0, Held.of(0, Life.noise(0, ITEM)), VERSIONS);

    // When
    life.prune("t");

    // Then
    assertThat(rows()).isLessThanOrEqualTo(Layout.MOST_PIECES + 1);
    assertThat(cold().value(PLACE, null, "a")).isEqualTo(newest);
  }

  @Test
  void pruneByPruneNothingIsLeftBehind() {
    Blob newest = Life.noise(0, ITEM);
    for (int from = 0; from < VERSIONS; from += VERSIONS / 5) {
      // When
      newest = grow(from, Held.of(from, newest), VERSIONS / 5);
      life.prune("t");

      // Then
      assertThat(rows()).isLessThanOrEqualTo(Layout.MOST_PIECES + 1);
      assertThat(cold().value(PLACE, null, "a")).isEqualTo(newest);
    }
  }

  @Test
  void aDeletedThreadIsSweptToTheLastRow() {
    // Given
    grow(0, Held.of(0, Life.noise(0, ITEM)), 100);
    life.done(writes(PLACE, "c0100").add("task", 0, "a", "write").build());
    life.done(put(root("u"), "c1").value("a", 1, "of another").build());

    // When
    life.delete("t");
    long swept = POSTGRES.sweep();

    // Then
    assertThat(swept).isEqualTo(102);
    assertThat(rows()).isEqualTo(1);
    assertThat(column("select count(*) from holdfast.discarded_threads")).containsExactly("0");
    assertThat(life.value(root("u"), null, "a")).isEqualTo(blob("of another"));
  }

  @Test
  void aRecordThatTellsAValueOutlivesItsCheckpointUntilNobodyHasTheValue() {
    // Given
    life.done(put(PLACE, "c1").value("a", 1, "constant").value("b", 1, "b1").build());
    life.done(put(PLACE, "c2").parent("c1").kept("a", 1).value("b", 2, "b2").build());
    life.done(put(PLACE, "c3").parent("c2").kept("a", 1).value("b", 3, "b3").build());

    // When
    life.prune("t");

    // Then
    assertThat(numbers()).containsExactly("1", "3");
    assertThat(cold().value(PLACE, "c3", "a")).isEqualTo(blob("constant"));
    life.done(put(PLACE, "c4").parent("c3").value("a", 2, "another").value("b", 4, "b").build());
    life.prune("t");
    assertThat(numbers()).containsExactly("5"); // 4 is the floor that the first prune raised
  }

  @Test
  void aRecordThatHoldsBytesOutlivesItsCheckpointUntilNobodyHasTheBytes() {
    // Given
    var first = Held.of(1, Life.noise(1, 500));
    var second = Life.appended(first.blob(), blob("more"));
    life.done(put(PLACE, "c1").value("a", first.version(), first.blob()).build());
    life.done(put(PLACE, "c2").parent("c1").spliced("a", 2, first, second.splice()).build());
    life.done(put(PLACE, "c3").parent("c2").kept("a", 2).build());

    // When
    life.prune("t");

    // Then
    assertThat(numbers()).containsExactly("1", "2", "3");
    assertThat(cold().value(PLACE, null, "a")).isEqualTo(second.value());
    life.done(
        put(PLACE, "c4").parent("c3").value("a", ChannelVersion.of(4), Life.noise(4, 500)).build());
    life.prune("t");
    assertThat(numbers()).containsExactly("5");
  }

  @Test
  void aRecordThatTellsAValueOutlivesItsCheckpointThoughItHoldsNoneOfItsBytes() {
    // Given
    Blob value = Life.noise(1, 500);
    life.done(put(PLACE, "c1").value("a", ChannelVersion.of(1), value).build());
    life.done(put(PLACE, "c2").parent("c1").value("a", ChannelVersion.of(2), value).build());
    life.done(put(PLACE, "c3").parent("c2").kept("a", 2).build());

    // When
    life.prune("t");

    // Then
    assertThat(numbers()).containsExactly("1", "2", "3");
    assertThat(cold().value(PLACE, null, "a")).isEqualTo(value);
  }

  @Test
  void deletedRunsFreeWhatOnlyTheyNeeded() {
    // Given
    life.done(put(PLACE, "c1").meta("run_id", "r1").value("a", 1, "first").build());
    life.done(writes(PLACE, "c1").add("task", 0, "a", "write").build());
    life.done(put(PLACE, "c2").parent("c1").meta("run_id", "r2").value("a", 2, "second").build());

    // When
    life.deleteRun("r1");

    // Then
    assertThat(numbers()).containsExactly("3");
    life.deleteRun("r2");
    assertThat(rows()).isZero();
  }

  @Test
  void writesOfACheckpointThatStaysOutliveTheCheckpointBesideThem() {
    // Given
    life.done(put(PLACE, "c1").meta("run_id", "r1").value("a", 1, "first").build());
    life.done(
        writes(PLACE, "c1").add("task", 0, "a", "write").build(),
        put(PLACE, "c2").parent("c1").meta("run_id", "r2").value("a", 2, "second").build());

    // When
    life.deleteRun("r2");

    // Then
    assertThat(numbers()).containsExactly("1", "2");
    assertThat(column("select writes_of from holdfast.records where number = 2"))
        .containsExactly("c1");
    assertThat(life.value(PLACE, null, "a")).isEqualTo(blob("first"));
  }

  @Test
  void aColdReadFollowsAtMost64Records() {
    // Given
    Blob newest = grow(0, Held.of(0, Life.noise(0, ITEM)), VERSIONS);
    var cache = new RecordCache(1 << 24);

    // When
    var cold = new Life(POSTGRES.replica(cache));
    Blob read = cold.value(PLACE, null, "a");

    // Then
    assertThat(read).isEqualTo(newest);
    assertThat(cache.misses()).isPositive().isLessThanOrEqualTo(Layout.MOST_PIECES);
  }

  /** Puts checkpoints that append to a value, as splices, in groups; gives the last value. */
  private Blob grow(int from, Held first, int count) {
    if (from == 0) {
      life.done(put(PLACE, id(0)).value("a", first.version(), first.blob()).build());
    }
    Held last = first;
    List<Append> group = new ArrayList<>();
    for (int i = from + 1; i <= from + count; i++) {
      var next = Life.appended(last.blob(), Life.noise(i, ITEM + i * 7 % 40));
      var put = put(PLACE, id(i)).parent(id(i - 1));
      group.add(put.spliced("a", i, last, next.splice()).build());
      last = Held.of(i, next.value());
      if (group.size() == 20 || i == from + count) {
        life.done(group.toArray(new Append[0]));
        group.clear();
      }
    }
    return last.blob();
  }

  private static Life cold() {
    return new Life(POSTGRES.replica());
  }

  private static int rows() {
    return numbers().size();
  }

  private static List<String> numbers() {
    return column("select number from holdfast.records order by number");
  }

  private static List<String> column(String sql) {
    return POSTGRES.database().column(sql);
  }

  private static String id(int i) {
    return "c%04d".formatted(i);
  }
}
