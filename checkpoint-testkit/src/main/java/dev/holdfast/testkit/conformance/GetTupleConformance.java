package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.sharing.Checksums;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What reading one checkpoint finds. */
public abstract class GetTupleConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void theLatestIsTheGreatestIdAndNotTheLastPut() {
    // When
    commit(put(PLACE, "c9"));
    commit(put(PLACE, "c10"));

    // Then
    assertThat(found(PLACE, null).row().key().id()).isEqualTo(id("c9"));
  }

  @Test
  void anExactIdIsFoundBesideNewerOnes() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "old"));
    commit(put(PLACE, "c2").value("a", 2, "new"));

    // When
    var tuple = found(PLACE, "c1");

    // Then
    assertThat(tuple.values()).containsExactly(Map.entry(channel("a"), blob("old")));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    // When
    commit(put(PLACE, "c1"));

    // Then
    assertThat(find(PLACE, "c2")).isEmpty();
    assertThat(find(root("other"), null)).isEmpty();
    assertThat(find(place("t", "child:1"), null)).isEmpty();
  }

  @Test
  void namespacesAreApart() {
    // When
    commit(put(PLACE, "c1").value("a", 1, "root"));
    commit(put(place("t", "child:1"), "c2").value("a", 1, "child"));

    // Then
    assertThat(found(PLACE, null).values()).containsEntry(channel("a"), blob("root"));
    assertThat(found(place("t", "child:1"), null).values())
        .containsEntry(channel("a"), blob("child"));
  }

  @Test
  void tenantsAreApart() {
    // Given
    commit(put(PLACE, "c1"));
    var elsewhere = new ThreadKey(new TenantId("elsewhere"), thread("t").thread());

    // When
    var tuple = find(new NamespaceKey(elsewhere, PLACE.namespace()), "c1");

    // Then
    assertThat(tuple).isEmpty();
    assertThat(await(stores.threads().thread(elsewhere))).isEmpty();
  }

  @Test
  void aKnownValueIsLeftOutAndNamed() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one").value("b", 1, "two"));

    // When
    var tuple = knowing("a", ChannelVersion.of(1), Checksums.of(blob("one").bytes()));

    // Then
    assertThat(tuple.known()).containsExactly(channel("a"));
    assertThat(tuple.values()).containsOnlyKeys(channel("b"));
    assertThat(tuple.row().versions()).containsOnlyKeys(channel("a"), channel("b"));
  }

  @Test
  void aValueKnownUnderAnotherVersionIsSent() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));

    // When
    var tuple = knowing("a", ChannelVersion.of("1"), Checksums.of(blob("one").bytes()));

    // Then
    assertThat(tuple.known()).isEmpty();
    assertThat(tuple.values()).containsOnlyKeys(channel("a"));
  }

  @Test
  void aValueKnownWithOtherBytesIsSent() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));

    // When
    var tuple = knowing("a", ChannelVersion.of(1), Checksums.of(blob("other").bytes()));

    // Then
    assertThat(tuple.known()).isEmpty();
    assertThat(tuple.values()).containsOnlyKeys(channel("a"));
  }

  @Test
  void knowingAnEmptyOrUnheardOfChannelChangesNothing() {
    // Given
    commit(put(PLACE, "c1").empty("a", 1));

    // When
    var tuple = knowing("a", ChannelVersion.of(1), Checksums.of(blob("").bytes()));

    // Then
    assertThat(tuple.known()).isEmpty();
    assertThat(tuple.values()).isEmpty();
  }

  private CheckpointTuple knowing(String name, ChannelVersion version, Checksum checksum) {
    Map<ChannelName, KnownValue> known = Map.of(channel(name), new KnownValue(version, checksum));
    return await(stores.reader().find(PLACE, null, known, false)).orElseThrow();
  }
}
