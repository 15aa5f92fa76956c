package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.splice;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.Held;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes together of a superstep is one row. */
final class SuperstepRowsIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @SuppressWarnings("NullAway.Init")
  private Life life;

  @BeforeEach
  void begin() {
    stores = POSTGRES.empty();
    life = new Life(stores);
  }

  @Test
  void aCheckpointAndItsWritesAreOneRow() {
    // When
    life.done(
        put(PLACE, "c1").value("a", 1, "one").build(),
        writes(PLACE, "c1").add("task 1", 0, "a", "w1").build(),
        writes(PLACE, "c1").add("task 2", 0, "a", "w2").build());

    // Then
    assertThat(rows()).containsExactly("1||c1|c1");
    assertThat(pending("c1"))
        .extracting(PendingWrite::blob)
        .containsExactly(blob("w1"), blob("w2"));
  }

  @Test
  void writesOfTheParentAndTheNextCheckpointAreOneRow() {
    // Given
    life.done(put(PLACE, "c1").value("a", 1, "one").build());

    // When
    life.done(
        writes(PLACE, "c1").add("task 1", 0, "a", "w1").build(),
        writes(PLACE, "c1").add("task 2", 0, "a", "w2").build(),
        put(PLACE, "c2").parent("c1").value("a", 2, "two").build());

    // Then
    assertThat(rows()).containsExactly("1||c1|", "2||c2|c1");
    assertThat(pending("c1")).hasSize(2);
    assertThat(pending("c2")).isEmpty();
    assertThat(life.value(PLACE, "c2", "a")).isEqualTo(blob("two"));
  }

  @Test
  void writesOfAnotherCheckpointAreAnotherRow() {
    // When
    life.done(
        writes(PLACE, "c1").add("task", 0, "a", "of c1").build(),
        writes(PLACE, "c0").add("task", 0, "a", "of c0").build(),
        put(PLACE, "c1").value("a", 1, "one").build());

    // Then
    assertThat(rows()).containsExactly("1|||c1", "2||c1|c0");
    assertThat(pending("c1")).extracting(PendingWrite::blob).containsExactly(blob("of c1"));
  }

  @Test
  void eachCheckpointIsARowOfItsOwn() {
    // When
    life.done(
        put(PLACE, "c1").value("a", 1, "one").build(),
        put(PLACE, "c2").parent("c1").value("a", 2, "two").build());

    // Then
    assertThat(rows()).containsExactly("1||c1|", "2||c2|");
  }

  @Test
  void namespacesDoNotShareRows() {
    // When
    life.done(
        put(PLACE, "c1").value("a", 1, "one").build(),
        put(place("t", "child:1"), "c1").value("a", 1, "child").build(),
        writes(PLACE, "c1").add("task", 0, "a", "root").build(),
        writes(place("t", "child:1"), "c1").add("task", 0, "a", "child").build());

    // Then
    assertThat(rows()).containsExactly("1||c1|c1", "2|child:1|c1|c1");
    assertThat(pending("c1")).extracting(PendingWrite::blob).containsExactly(blob("root"));
  }

  @Test
  void aParentOfTheSameGroupIsBuiltOn() {
    // Given
    var first = Held.of(1, Life.noise(1, 500));
    var second = Life.appended(first.blob(), blob("second"));
    var third = Life.appended(second.value(), blob("third"));

    // When
    life.done(
        put(PLACE, "c1").value("a", first.version(), first.blob()).value("b", 1, "kept").build(),
        put(PLACE, "c2").parent("c1").spliced("a", 2, first, second.splice()).kept("b", 1).build(),
        put(PLACE, "c3")
            .parent("c2")
            .spliced("a", 3, Held.of(2, second.value()), third.splice())
            .kept("b", 1)
            .build());

    // Then
    assertThat(rows()).hasSize(3);
    assertThat(cold().value(PLACE, "c1", "a")).isEqualTo(first.blob());
    assertThat(cold().value(PLACE, "c2", "a")).isEqualTo(second.value());
    assertThat(cold().value(PLACE, "c3", "a")).isEqualTo(third.value());
    assertThat(cold().value(PLACE, "c3", "b")).isEqualTo(blob("kept"));
  }

  @Test
  void aParentOfTheSameGroupThatKeepsAValueIsBuiltOn() {
    // Given
    var first = Held.of(1, Life.noise(1, 500));
    var second = Life.appended(first.blob(), blob("second"));
    life.done(put(PLACE, "c1").value("a", first.version(), first.blob()).build());

    // When
    life.done(
        put(PLACE, "c2").parent("c1").kept("a", 1).build(),
        put(PLACE, "c3").parent("c2").spliced("a", 2, first, second.splice()).build());

    // Then
    assertThat(cold().value(PLACE, "c3", "a")).isEqualTo(second.value());
  }

  @Test
  void whatIsRefusedLeavesNoBytesInTheRowOfItsNeighbours() {
    // Given
    var first = Held.of(1, Life.noise(1, 500));
    var wrong = Life.appended(first.blob(), blob("x")).splice();
    var said = splice(blob("another"), wrong.parts());
    life.done(put(PLACE, "c1").value("a", first.version(), first.blob()).build());
    var refused = put(PLACE, "c2").parent("c1").spliced("a", 2, first, said);
    for (int i = 0; i < 20; i++) {
      refused.value("b" + i, first.version(), Life.noise(i, 500));
    }

    // When
    var outcomes =
        life.group(writes(PLACE, "c1").add("task", 0, "a", "w").build(), refused.build());

    // Then
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
    assertThat(rows()).containsExactly("1||c1|", "2|||c1");
    assertThat(
            POSTGRES
                .database()
                .column("select length(pack) < 200 from holdfast.records where number = 2"))
        .containsExactly("t");
  }

  @Test
  void aCheckpointThatIsPutAgainInItsGroupIsBuiltOn() {
    // Given
    var first = Held.of(1, Life.noise(1, 500));
    var again = Held.of(2, Life.noise(2, 500));
    var child = Life.appended(again.blob(), blob("child"));

    // When
    life.done(
        put(PLACE, "c1").value("a", first.version(), first.blob()).skeleton("first").build(),
        put(PLACE, "c1").value("a", again.version(), again.blob()).skeleton("again").build(),
        put(PLACE, "c2").parent("c1").spliced("a", 3, again, child.splice()).build());

    // Then
    assertThat(rows()).containsExactly("1|||", "2||c1|", "3||c2|");
    assertThat(cold().value(PLACE, "c1", "a")).isEqualTo(again.blob());
    assertThat(cold().value(PLACE, "c2", "a")).isEqualTo(child.value());
  }

  private static Life cold() {
    return new Life(POSTGRES.replica());
  }

  private List<PendingWrite> pending(String id) {
    var found = stores.reader().find(PLACE, id(id), Map.of(), false);
    return Await.result(found).orElseThrow().row().writes();
  }

  private static List<String> rows() {
    return POSTGRES
        .database()
        .column(
            """
            select concat_ws('|', number, checkpoint_ns, coalesce(checkpoint_id, ''), coalesce(writes_of, ''))
            from holdfast.records order by incarnation, number""");
  }
}
