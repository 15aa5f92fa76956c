package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.fresh;
import static dev.holdfast.testkit.gen.Fixtures.kept;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.splice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.gen.Held;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A splice whose base is not the parent's value is refused, and nothing of its put stays. */
public abstract class SpliceBaseConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final Held BASE = Held.of(1, blob("0123"));
  private static final Splice LONGER = splice(blob("0123!"), List.of(kept(0, 4), fresh("!")));

  @BeforeEach
  final void storeTheBase() {
    commit(put(PLACE, "c1").value("a", 1, "0123").empty("e", 1).meta("run_id", "r"));
  }

  @Test
  void anotherVersion() {
    unknown(spliced("c2", Held.of(2, BASE.blob())).parent("c1"));
    unknown(spliced("c2", new Held(ChannelVersion.of("1"), BASE.blob())).parent("c1"));
  }

  @Test
  void otherBytes() {
    unknown(spliced("c2", Held.of(1, blob("0124"))).parent("c1"));
  }

  @Test
  void noParent() {
    unknown(spliced("c2", BASE));
  }

  @Test
  void aParentThatIsNotStored() {
    unknown(spliced("c2", BASE).parent("c0"));
  }

  @Test
  void aParentElsewhere() {
    // Given
    var elsewhere = List.of(place("t", "child:1"), root("u"));

    // When / Then
    for (NamespaceKey place : elsewhere) {
      var put = put(place, "c2").parent("c1").spliced("a", 2, BASE, LONGER).build();
      assertThat(refused(group(put).get(0))).isInstanceOf(Failure.BaseUnknown.class);
      assertThat(find(place, "c2")).isEmpty();
    }
  }

  @Test
  void anEmptyChannelOrNoneAtTheParent() {
    // Given
    var nothing = Held.of(1, blob(""));
    var splice = splice(blob("x"), List.of(fresh("x")));

    // When
    var put = put(PLACE, "c2").parent("c1").spliced("e", 2, nothing, splice);
    var failure = refused(group(put.spliced("n", 1, nothing, splice).build()).get(0));

    // Then
    assertThat(((Failure.BaseUnknown) failure).channels())
        .containsExactlyInAnyOrder(channel("e"), channel("n"));
    assertThat(find(PLACE, "c2")).isEmpty();
  }

  @Test
  void allSuchChannelsAreNamedAndNoOthers() {
    // When
    var put = spliced("c2", BASE).parent("c1").value("w", 1, "whole").kept("hole", 1);
    put.spliced("b", 1, BASE, LONGER).spliced("d", 1, BASE, LONGER);
    var failure = refused(group(put.build()).get(0));

    // Then
    assertThat(((Failure.BaseUnknown) failure).channels())
        .containsExactlyInAnyOrder(channel("b"), channel("d"));
  }

  @Test
  void aValueOfTheGrandparentOrOfTheNewest() {
    // Given
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "parent"));
    commit(put(PLACE, "c9").value("a", 9, "newest"));

    // When / Then
    unknown(put(PLACE, "c3").parent("c2").spliced("a", 3, BASE, LONGER));
    unknown(put(PLACE, "c3").parent("c2").spliced("a", 10, Held.of(9, blob("newest")), LONGER));
  }

  @Test
  void aValueThatTheParentHadBefore() {
    // When
    commit(put(PLACE, "c1").value("a", 2, "replaced"));

    // Then
    unknown(put(PLACE, "c2").parent("c1").spliced("a", 3, BASE, LONGER));
  }

  @Test
  void aKnownBaseIsAskedForEvenIfTheVersionIsStored() {
    // When / Then
    unknown(spliced("c2", 1, Held.of(1, blob("0124"))).parent("c1"));
    commit(spliced("c2", BASE).parent("c1"));
    var again = spliced("c2", Held.of(1, blob("0124"))).parent("c1").build();
    assertThat(refused(group(again).get(0))).isInstanceOf(Failure.BaseUnknown.class);
  }

  @Test
  void aParentThatComesLaterInTheGroupOrIsRefused() {
    // When
    var outcomes =
        group(
            put(PLACE, "c3").parent("c2").spliced("a", 2, BASE, LONGER).build(),
            put(PLACE, "c2").value("a", 1, "0123").kept("hole", 1).build(),
            put(PLACE, "c3").parent("c2").spliced("a", 2, BASE, LONGER).build(),
            put(PLACE, "c2").value("a", 1, "0123").build(),
            put(PLACE, "c3").parent("c2").spliced("a", 2, BASE, LONGER).build());

    // Then
    assertThat(refused(outcomes.get(0))).isInstanceOf(Failure.BaseUnknown.class);
    assertThat(refused(outcomes.get(1))).isInstanceOf(Failure.MissingValues.class);
    assertThat(refused(outcomes.get(2))).isInstanceOf(Failure.BaseUnknown.class);
    assertThat(found(PLACE, "c3").values()).containsEntry(channel("a"), blob("0123!"));
  }

  @Test
  void afterAPruneTheRepeatComesWholeAndItsOwnValueStays() {
    // Given
    commit(spliced("c2", BASE).parent("c1"));

    // When
    var threads = List.of(new ThreadId("t"));
    await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, null));

    // Then
    repeatsWhole();
  }

  @Test
  void afterADeleteForRunsTheRepeatComesWholeAndItsOwnValueStays() {
    // Given
    commit(spliced("c2", BASE).parent("c1"));

    // When
    await(stores.threads().deleteForRuns(TENANT, List.of(new RunId("r")), null));

    // Then
    repeatsWhole();
  }

  private void repeatsWhole() {
    var repeat = spliced("c2", BASE).parent("c1").build();
    assertThat(refused(group(repeat).get(0))).isInstanceOf(Failure.BaseUnknown.class);
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "whole"));
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), blob("0123!"));
  }

  private static PutBuilder spliced(String id, Held base) {
    return spliced(id, 2, base);
  }

  private static PutBuilder spliced(String id, long version, Held base) {
    return put(PLACE, id).spliced("a", version, base, LONGER);
  }

  private void unknown(PutBuilder builder) {
    Append put = builder.build();
    var failure = refused(group(put).get(0));
    assertThat(failure).isInstanceOf(Failure.BaseUnknown.class);
    assertThat(((Failure.BaseUnknown) failure).channels()).containsExactly(channel("a"));
    assertThat(find(PLACE, put.key().id().value())).isEmpty();
  }
}
