package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.postgres.PostgresStores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The number of a record is never used again, so nobody takes a record for another. */
final class NumbersIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final NamespaceKey COPY = root("u");

  @SuppressWarnings("NullAway.Init")
  private Life writer;

  @SuppressWarnings("NullAway.Init")
  private Life other;

  @BeforeEach
  void begin() {
    writer = new Life(POSTGRES.empty());
    other = new Life(POSTGRES.replica());
  }

  @Test
  void afterTheNewestCheckpointIsDeletedAnotherServerReadsTheNewOne() {
    // Given
    writer.put(put(PLACE, "c1").meta("run_id", "r1").value("a", 1, "first"));
    writer.put(put(PLACE, "c2").parent("c1").meta("run_id", "r2").value("a", 2, "deleted"));
    assertThat(other.value(PLACE, null, "a")).isEqualTo(blob("deleted"));

    // When
    writer.deleteRun("r2");
    writer.put(put(PLACE, "c3").parent("c1").value("a", 2, "put instead"));
    writer.put(put(PLACE, "c4").parent("c3").kept("a", 2));

    // Then
    assertThat(other.value(PLACE, "c4", "a")).isEqualTo(blob("put instead"));
    assertThat(writer.value(PLACE, "c4", "a")).isEqualTo(blob("put instead"));
  }

  @Test
  void afterAPruneAnotherServerReadsTheNewOne() {
    // Given
    writer.put(put(PLACE, "c2").value("a", 1, "kept"));
    writer.put(put(PLACE, "c1").value("a", 2, "pruned"));
    assertThat(other.value(PLACE, "c1", "a")).isEqualTo(blob("pruned"));

    // When
    writer.prune("t");
    writer.put(put(PLACE, "c3").parent("c2").value("a", 2, "put instead"));
    writer.put(put(PLACE, "c4").parent("c3").kept("a", 2));

    // Then
    assertThat(other.value(PLACE, "c4", "a")).isEqualTo(blob("put instead"));
  }

  @Test
  void aCopyIntoAThreadThatWasEmptiedIsNotTakenForWhatWasThere() {
    // Given
    writer.put(put(PLACE, "c1").value("a", 1, "copied"));
    writer.put(put(PLACE, "c2").parent("c1").kept("a", 1));
    writer.put(put(COPY, "c1").meta("run_id", "r").value("a", 1, "deleted"));
    assertThat(other.value(COPY, null, "a")).isEqualTo(blob("deleted"));
    writer.deleteRun("r");

    // When
    writer.copy("t", "u");

    // Then
    assertThat(other.value(COPY, "c2", "a")).isEqualTo(blob("copied"));
  }

  @Test
  void whoKnewAThreadToBeEmptyLearnsOfACopyIntoIt() {
    // Given
    writer.put(put(PLACE, "c5").value("a", 1, "copied"));
    var first = other.put(put(COPY, "c1").meta("run_id", "r").value("a", 1, "deleted"));
    other.deleteRun("r");
    var unknown = put(COPY, "c2").incarnation(first.incarnation()).kept("a", 7);
    assertThat(other.refusal(unknown)).isEqualTo(Code.MISSING_VALUES);

    // When
    writer.copy("t", "u");
    var beside = put(COPY, "c6").meta("source", "loop").value("a", 2, "beside");

    // Then
    assertThat(other.put(beside).conflict()).isTrue();
  }

  @Test
  void aCopyIsAppendedTo() {
    // Given
    writer.put(put(PLACE, "c1").meta("run_id", "r1").value("a", 1, "one"));
    writer.put(put(PLACE, "c2").parent("c1").meta("run_id", "r2").value("a", 2, "two"));
    writer.deleteRun("r2");
    writer.copy("t", "u");

    // When
    writer.put(put(COPY, "c3").parent("c1").kept("a", 1).value("b", 1, "of the copy"));
    writer.put(put(PLACE, "c3").parent("c1").kept("a", 1).value("b", 1, "of the source"));

    // Then
    assertThat(other.value(COPY, "c3", "a")).isEqualTo(blob("one"));
    assertThat(other.value(COPY, "c3", "b")).isEqualTo(blob("of the copy"));
    assertThat(other.value(PLACE, "c3", "b")).isEqualTo(blob("of the source"));
  }

  @Test
  void aCopyGoesOnBehindItsLastRecord() {
    // Given
    writer.put(put(PLACE, "c1").meta("run_id", "r1").value("a", 1, "one"));
    writer.put(put(PLACE, "c2").parent("c1").meta("run_id", "r2").value("a", 2, "two"));
    writer.deleteRun("r2");

    // When
    writer.copy("t", "u");
    writer.put(put(COPY, "c3").parent("c1").kept("a", 1));

    // Then
    assertThat(
            POSTGRES
                .database()
                .column(
                    """
                    select number from holdfast.records join holdfast.threads using (incarnation)
                    where thread_id = 'u' order by number"""))
        .containsExactly("1", "2");
  }
}
