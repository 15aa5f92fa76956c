package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.floating;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Appended.Status;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.sharing.Checksums;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a put stores, and what it refuses to store. */
public abstract class PutConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void aPutComesBackAsItWentIn() {
    // Given
    var sent =
        put(PLACE, "c2").parent("c1").value("a", 1, "one").empty("b", 2).meta("step", 3).build();

    // When
    group(sent);

    // Then
    var tuple = found(PLACE, "c2");
    assertThat(tuple.row().key()).isEqualTo(sent.key());
    assertThat(tuple.row().parent()).isEqualTo(id("c1"));
    assertThat(tuple.row().versions()).isEqualTo(sent.versions());
    assertThat(tuple.row().empty()).isEqualTo(sent.empty());
    assertThat(tuple.row().skeleton()).isEqualTo(sent.skeleton());
    assertThat(Json.same(tuple.row().metadata().entries(), sent.metadata().entries())).isTrue();
    assertThat(tuple.row().writes()).isEmpty();
    assertThat(tuple.values()).isEqualTo(sent.values());
  }

  @Test
  void aFirstPutInserts() {
    // When
    var stored = commit(put(PLACE, "c1").value("a", 1, "one"));

    // Then
    assertThat(stored.status()).isEqualTo(Status.INSERTED);
    assertThat(stored.conflict()).isFalse();
    assertThat(stored.checksums())
        .containsOnly(Map.entry(channel("a"), Checksums.of(blob("one").bytes())));
  }

  @Test
  void aSecondPutReplacesAllButTheParent() {
    // Given
    commit(put(PLACE, "c2").parent("c1").value("a", 1, "one").meta("step", 1));

    // When
    var stored =
        commit(put(PLACE, "c2").parent("c0").value("b", 1, "two").meta("step", 2).skeleton("new"));

    // Then
    var tuple = found(PLACE, "c2");
    assertThat(stored.status()).isEqualTo(Status.REPLACED);
    assertThat(tuple.row().parent()).isEqualTo(id("c1"));
    assertThat(tuple.row().versions()).containsOnlyKeys(channel("b"));
    assertThat(tuple.row().skeleton()).isEqualTo(blob("new"));
    assertThat(Json.same(tuple.row().metadata().entries().get("step"), 2)).isTrue();
    assertThat(tuple.values()).containsOnlyKeys(channel("b"));
  }

  @Test
  void aSecondPutKeepsThatThereWasNoParent() {
    // Given
    commit(put(PLACE, "c2"));

    // When
    commit(put(PLACE, "c2").parent("c1"));

    // Then
    assertThat(found(PLACE, "c2").row().parent()).isNull();
  }

  @Test
  void aStoredValueNeedNotBeSentAgain() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));

    // When
    var stored = commit(put(PLACE, "c2").parent("c1").kept("a", 1).value("b", 1, "two"));

    // Then
    assertThat(stored.checksums()).containsOnlyKeys(channel("b"));
    assertThat(found(PLACE, "c2").values())
        .containsEntry(channel("a"), blob("one"))
        .containsEntry(channel("b"), blob("two"));
  }

  @Test
  void aPutWithMissingValuesIsRefusedAndNotStored() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));
    var holes = put(PLACE, "c2").kept("a", 2).kept("b", 1).kept("x", 1).value("x", 1, "x").build();

    // When
    var failure = refused(group(holes).get(0));

    // Then
    assertThat(failure).isInstanceOf(Failure.MissingValues.class);
    assertThat(((Failure.MissingValues) failure).channels())
        .containsExactlyInAnyOrder(channel("a"), channel("b"));
    assertThat(find(PLACE, "c2")).isEmpty();
  }

  @Test
  void valuesOfAnotherNamespaceOrThreadDoNotCount() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));

    // When
    var outcomes =
        group(
            put(place("t", "child:1"), "c1").kept("a", 1).build(),
            put(root("other"), "c1").kept("a", 1).build());

    // Then
    assertThat(refused(outcomes.get(0))).isInstanceOf(Failure.MissingValues.class);
    assertThat(refused(outcomes.get(1))).isInstanceOf(Failure.MissingValues.class);
  }

  @Test
  void versionsDifferByTheirJsonType() {
    // Given
    commit(
        put(PLACE, "c1")
            .value("a", ChannelVersion.of(1), blob("integer"))
            .value("b", ChannelVersion.of("1"), blob("text"))
            .value("c", floating("1.0"), blob("float")));

    // When
    commit(
        put(PLACE, "c2")
            .value("a", ChannelVersion.of("1"), blob("a text"))
            .value("b", floating("1.0"), blob("b float"))
            .value("c", ChannelVersion.of(1), blob("c integer")));

    // Then
    assertThat(found(PLACE, "c1").row().versions())
        .containsEntry(channel("a"), ChannelVersion.of(1))
        .containsEntry(channel("b"), ChannelVersion.of("1"))
        .containsEntry(channel("c"), floating("1.0"));
    assertThat(found(PLACE, "c2").values())
        .containsEntry(channel("a"), blob("a text"))
        .containsEntry(channel("b"), blob("b float"))
        .containsEntry(channel("c"), blob("c integer"));
  }

  @Test
  void anEmptyChannelIsNotAChannelWithAnEmptyValue() {
    // When
    commit(put(PLACE, "c1").empty("none", 1).value("blank", 1, ""));

    // Then
    var tuple = found(PLACE, "c1");
    assertThat(tuple.row().empty()).containsExactly(channel("none"));
    assertThat(tuple.values()).containsOnlyKeys(channel("blank"));
  }
}
