package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.write;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.NamespaceKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What delta channels are rebuilt from. */
public abstract class DeltaHistoryConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void writesComeOldestFirstBackToTheNearestValueAndWithItsOwnWrites() {
    // Given
    commit(put(PLACE, "c1").value("d", 1, "too old"));
    step("c2", "c1", "w2", "seed");
    step("c3", "c2", "w3", null);
    step("c4", "c3", "w4", null);

    // When
    var history = history("c4", "d").get(channel("d"));

    // Then
    assertThat(history)
        .isEqualTo(
            new ChannelHistory(
                List.of(write("task", 0, "d", "w2"), write("task", 0, "d", "w3")), blob("seed")));
  }

  @Test
  void theTargetsOwnWritesAndValueAreNotPartOfIt() {
    // Given
    step("c1", null, "w1", "seed");
    step("c2", "c1", "w2", "value of the target");

    // When
    var history = history("c2", "d").get(channel("d"));

    // Then
    assertThat(history)
        .isEqualTo(new ChannelHistory(List.of(write("task", 0, "d", "w1")), blob("seed")));
  }

  @Test
  void withoutAnyValueTheWalkReachesTheRoot() {
    // Given
    step("c1", null, "w1", null);
    step("c2", "c1", "w2", null);
    step("c3", "c2", "w3", null);

    // When
    var history = history(null, "d").get(channel("d"));

    // Then
    assertThat(history)
        .isEqualTo(
            new ChannelHistory(
                List.of(write("task", 0, "d", "w1"), write("task", 0, "d", "w2")), null));
  }

  @Test
  void anEmptyValueIsAValue() {
    // Given
    step("c1", null, "w1", null);
    step("c2", "c1", "w2", "");
    step("c3", "c2", "w3", null);

    // When
    var history = history("c3", "d").get(channel("d"));

    // Then
    assertThat(history)
        .isEqualTo(new ChannelHistory(List.of(write("task", 0, "d", "w2")), blob("")));
  }

  @Test
  void eachChannelEndsAtItsOwnValue() {
    // Given
    commit(put(PLACE, "c1").value("far", 1, "far seed").empty("near", 1));
    commit(writes(PLACE, "c1").add("t", 0, "far", "f1").add("t", 1, "near", "n1"));
    commit(put(PLACE, "c2").parent("c1").empty("far", 2).value("near", 2, "near seed"));
    commit(writes(PLACE, "c2").add("t", 0, "far", "f2").add("t", 1, "near", "n2"));
    commit(put(PLACE, "c3").parent("c2").empty("far", 3).empty("near", 3));

    // When
    var histories = history("c3", "far", "near", "unheard of");

    // Then
    var far = List.of(write("t", 0, "far", "f1"), write("t", 0, "far", "f2"));
    assertThat(histories)
        .isEqualTo(
            Map.of(
                channel("far"), new ChannelHistory(far, blob("far seed")),
                channel("near"),
                    new ChannelHistory(List.of(write("t", 1, "near", "n2")), blob("near seed")),
                channel("unheard of"), new ChannelHistory(List.of(), null)));
  }

  @Test
  void writesOfOneCheckpointAreInOrderOfPathTaskAndIndex() {
    // Given
    commit(put(PLACE, "c1"));
    commit(
        writes(PLACE, "c1")
            .add(write("p2", "a", 0, "d", "3"))
            .add(write("p1", "b", 10, "d", "2"))
            .add(write("p1", "b", 9, "d", "1"))
            .add(write("", "z", 0, "d", "0")));
    commit(put(PLACE, "c2").parent("c1"));

    // When
    var history = history("c2", "d").get(channel("d"));

    // Then
    assertThat(history)
        .isEqualTo(
            new ChannelHistory(
                List.of(
                    write("", "z", 0, "d", "0"),
                    write("p1", "b", 9, "d", "1"),
                    write("p1", "b", 10, "d", "2"),
                    write("p2", "a", 0, "d", "3")),
                null));
  }

  @Test
  void siblingsAndOtherNamespacesAreNotAncestors() {
    // Given
    step("c1", null, "w1", null);
    step("c2", "c1", "sibling", "sibling value");
    commit(put(PLACE, "c3").parent("c1"));
    commit(put(place("t", "child:1"), "c1").value("d", 1, "other"));
    commit(writes(place("t", "child:1"), "c1").add("task", 0, "d", "other"));

    // When
    var history = history("c3", "d").get(channel("d"));

    // Then
    assertThat(history).isEqualTo(new ChannelHistory(List.of(write("task", 0, "d", "w1")), null));
  }

  @Test
  void anUnknownTargetHasEmptyHistories() {
    // Given
    step("c1", null, "w1", "seed");
    var nothing = Map.of(channel("d"), new ChannelHistory(List.of(), null));

    // When / Then
    assertThat(history("c9", "d")).isEqualTo(nothing);
    assertThat(await(stores.reader().deltaHistory(root("u"), null, List.of(channel("d")))))
        .isEqualTo(nothing);
  }

  @Test
  void noChannelsHaveNoHistories() {
    // Given
    step("c1", null, "w1", "seed");

    // When / Then
    assertThat(history("c1")).isEmpty();
  }

  @Test
  void aParentThatIsNotStoredEndsTheWalk() {
    // Given
    step("c2", "c1", "w2", null);
    step("c3", "c2", "w3", null);

    // When
    var history = history("c3", "d").get(channel("d"));

    // Then
    assertThat(history).isEqualTo(new ChannelHistory(List.of(write("task", 0, "d", "w2")), null));
  }

  @Test
  void parentLinksInACircleEndTheWalk() {
    // Given
    step("c1", "c2", "w1", null);
    step("c2", "c1", "w2", null);

    // When
    var history = history("c2", "d").get(channel("d"));

    // Then
    assertThat(history).isNotNull();
  }

  @Test
  void aLongChainIsWalkedToItsEnd() {
    // Given
    for (int i = 0; i < 300; i++) {
      step("c%03d".formatted(i), i == 0 ? null : "c%03d".formatted(i - 1), "w" + i, null);
    }

    // When
    var history =
        history(null, "d").getOrDefault(channel("d"), new ChannelHistory(List.of(), null));

    // Then
    assertThat(history.writes()).hasSize(299);
    assertThat(history.writes().get(298)).isEqualTo(write("task", 0, "d", "w298"));
  }

  private void step(String id, @Nullable String parent, String text, @Nullable String value) {
    var put = put(PLACE, id);
    if (parent != null) {
      put.parent(parent);
    }
    int version = Integer.parseInt(id.substring(1));
    commit(value == null ? put.empty("d", version) : put.value("d", version, value));
    commit(writes(PLACE, id).add("task", 0, "d", text));
  }

  private Map<ChannelName, ChannelHistory> history(@Nullable String id, String... channels) {
    List<ChannelName> names = Stream.of(channels).map(ChannelName::new).toList();
    return await(stores.reader().deltaHistory(PLACE, id == null ? null : id(id), names));
  }
}
