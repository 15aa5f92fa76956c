package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.sharing.Checksums;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values belong to their checkpoint: which ones a new checkpoint has. */
public abstract class ForkConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  /** After U+FFFF by its bytes, before it by UTF-16 units. */
  private static final String BEYOND_BMP = "\uD83D\uDE00";

  @Test
  void aForkThatUsesAVersionAgainKeepsItsOwnValueAndTheFirstBranchToo() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "root"));
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "first branch"));

    // When
    var stored = commit(put(PLACE, "c3").parent("c1").value("a", 2, "second branch"));

    // Then
    assertThat(stored.checksums().get(channel("a")))
        .isEqualTo(Checksums.of(blob("second branch").bytes()));
    has("c1", "root");
    has("c2", "first branch");
    has("c3", "second branch");
  }

  @Test
  void eachBranchGoesOnWithItsOwnValue() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "root"));
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "first branch"));
    commit(put(PLACE, "c3").parent("c1").value("a", 2, "second branch"));

    // When
    commit(put(PLACE, "c4").parent("c2").kept("a", 2));
    commit(put(PLACE, "c5").parent("c3").kept("a", 2));

    // Then
    has("c4", "first branch");
    has("c5", "second branch");
  }

  @Test
  void whatTheParentHasStaysWhateverIsSent() {
    // Given
    var first = new Blob("first codec", Bytes.utf8("first"));
    commit(put(PLACE, "c1").value("a", ChannelVersion.of(1), first));

    // When
    var stored = commit(put(PLACE, "c2").parent("c1").value("a", 1, "second"));

    // Then
    assertThat(stored.checksums().get(channel("a"))).isEqualTo(Checksums.of(first.bytes()));
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), first);
  }

  @Test
  void anotherVersionOfTheParentDoesNotCount() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "old"));

    // When
    commit(put(PLACE, "c2").parent("c1").value("a", ChannelVersion.of("1"), blob("text")));

    // Then
    has("c2", "text");
  }

  @Test
  void whatIsSentCountsMoreThanTheNewest() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "newest"));

    // When
    commit(put(PLACE, "c2").value("a", 1, "without a parent"));
    commit(put(PLACE, "c3").parent("not stored").value("a", 1, "parent not stored"));

    // Then
    has("c2", "without a parent");
    has("c3", "parent not stored");
  }

  @Test
  void theParentCountsMoreThanTheNewest() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "parent"));
    commit(put(PLACE, "c2").value("a", 1, "newest"));

    // When
    commit(put(PLACE, "c3").parent("c1").kept("a", 1));

    // Then
    has("c3", "parent");
  }

  @Test
  void theNewestHasWhatTheParentHasNot() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "parent").empty("b", 2));
    commit(put(PLACE, "c2").value("a", 2, "newest").value("b", 2, "full").value("c", 1, "more"));

    // When
    commit(put(PLACE, "c3").parent("c1").kept("a", 2).kept("b", 2).kept("c", 1));

    // Then
    assertThat(found(PLACE, "c3").values()).isEqualTo(found(PLACE, "c2").values());
  }

  @Test
  void theNewestIsTheGreatestIdByItsBytes() {
    // Given
    commit(put(PLACE, BEYOND_BMP).value("a", 1, "newest"));
    commit(put(PLACE, "\uFFFF").value("a", 1, "put last"));

    // When
    commit(put(PLACE, "c1").kept("a", 1));

    // Then
    has("c1", "newest");
  }

  @Test
  void aPutIsTheNewestForThoseAfterIt() {
    // Given
    commit(put(PLACE, "c2").value("a", 1, "stored"));

    // When
    var outcomes =
        group(
            put(PLACE, "c3").value("a", 2, "new").build(),
            put(PLACE, "c4").kept("a", 1).build(),
            put(PLACE, "c4").kept("a", 2).build());

    // Then
    assertThat(refused(outcomes.get(1)).code()).isEqualTo(Code.MISSING_VALUES);
    assertThat(found(PLACE, "c4").values()).containsEntry(channel("a"), blob("new"));
  }

  @Test
  void whatOnlyOtherCheckpointsHaveIsMissing() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "grandparent").value("b", 1, "grandparent"));
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "parent").empty("b", 1));
    commit(put(PLACE, "c3").parent("c2").value("a", 3, "newest").value("c", 1, "sent"));

    // When
    var holes = put(PLACE, "c4").parent("c2").kept("a", 1).kept("b", 1).kept("c", 1);
    var missing = missing(holes.value("d", 1, "sent").build());

    // Then
    assertThat(missing).containsExactlyInAnyOrder(channel("a"), channel("b"));
    assertThat(find(PLACE, "c4")).isEmpty();
  }

  @Test
  void aChannelThatTheParentHasEmptyHasNoValueThere() {
    // Given
    commit(put(PLACE, "c1").empty("a", 1));

    // When
    var missing = missing(put(PLACE, "c2").parent("c1").kept("a", 1).build());
    commit(put(PLACE, "c3").parent("c1").value("a", 1, "sent"));

    // Then
    assertThat(missing).containsExactly(channel("a"));
    has("c3", "sent");
  }

  @Test
  void anEmptyChannelOfThePutTakesNothingFromTheParent() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));

    // When
    commit(put(PLACE, "c2").parent("c1").empty("a", 1));

    // Then
    assertThat(found(PLACE, "c2").values()).isEmpty();
    has("c1", "one");
  }

  private List<ChannelName> missing(Append put) {
    var failure = refused(group(put).get(0));
    assertThat(failure).isInstanceOf(Failure.MissingValues.class);
    return ((Failure.MissingValues) failure).channels();
  }

  private void has(String id, String text) {
    assertThat(found(PLACE, id).values()).containsEntry(channel("a"), blob(text));
  }
}
