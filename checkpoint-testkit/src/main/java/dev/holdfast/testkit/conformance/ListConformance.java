package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.write;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.testkit.Whole;
import dev.holdfast.testkit.gen.QueryBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which checkpoints a history holds, and in which order. */
public abstract class ListConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final NamespaceKey CHILD = place("t", "child:1");

  @BeforeEach
  final void storeTwoThreads() {
    commit(put(PLACE, "c1").value("a", 1, "one").meta("source", "input"));
    commit(put(PLACE, "c2").parent("c1").kept("a", 1).empty("b", 1).meta("source", "loop"));
    commit(put(CHILD, "c3").value("a", 1, "child").meta("source", "loop"));
    commit(put(root("u"), "c2").value("a", 1, "other").meta("source", "loop"));
  }

  @Test
  void aHistoryIsNewestIdFirstThenByThreadThenByNamespace() {
    // Given
    commit(put(CHILD, "c2").value("a", 1, "child"));

    // When
    var page = list(history());

    // Then
    assertThat(places(page))
        .containsExactly("c3 t child:1", "c2 u ", "c2 t child:1", "c2 t ", "c1 t ");
    assertThat(page.next()).isNull();
  }

  @Test
  void aRowIsTheCheckpointWithItsWritesAndWithoutItsValues() {
    // Given
    commit(writes(PLACE, "c2").add("b", 0, "a", "2").add("a", 0, "a", "1"));

    // When
    var row = list(history().thread("t").id("c2")).checkpoints().get(0);

    // Then
    assertThat(row).isEqualTo(found(PLACE, "c2").row());
    assertThat(row.parent()).isEqualTo(id("c1"));
    assertThat(row.empty()).containsExactly(channel("b"));
    assertThat(row.writes()).containsExactly(write("a", 0, "a", "1"), write("b", 0, "a", "2"));
  }

  @Test
  void eachValueOfAPageComesOnce() {
    // When
    var page = list(history().thread("t"));

    // Then
    assertThat(page.values()).containsExactlyInAnyOrder(whole("one"), whole("child"));
    assertThat(page.places()).hasSize(3);
    assertThat(Whole.of(page, false).values())
        .containsExactly(
            Map.of(channel("a"), blob("child")),
            Map.of(channel("a"), blob("one")),
            Map.of(channel("a"), blob("one")));
  }

  @Test
  void valuesOfOneVersionThatDifferComeEach() {
    // Given
    commit(put(PLACE, "c4").parent("c1").value("a", 2, "here").value("b", 1, "here"));
    commit(put(PLACE, "c5").parent("c1").value("a", 2, "there").value("b", 1, "here"));

    // When
    var page = list(history().thread("t").namespace("").limit(2));

    // Then
    assertThat(page.values())
        .containsExactlyInAnyOrder(whole("here"), whole("there"), whole("here"));
    assertThat(Whole.of(page, false).values())
        .containsExactly(
            Map.of(channel("a"), blob("there"), channel("b"), blob("here")),
            Map.of(channel("a"), blob("here"), channel("b"), blob("here")));
  }

  @Test
  void equalBytesOfTwoChannelsVersionsOrPlacesComeEach() {
    // Given
    commit(put(PLACE, "c7").value("a", 7, "equal").value("b", 7, "equal"));
    commit(put(PLACE, "c8").value("a", 8, "equal"));
    commit(put(CHILD, "c9").value("a", 7, "equal"));
    commit(put(root("u"), "c9").value("a", 7, "equal"));

    // When
    var page = list(history().limit(4));

    // Then
    assertThat(page.values()).hasSize(5).containsOnly(whole("equal"));
  }

  @Test
  void withSplicesTheValuesAreTheSame() {
    // Given
    commit(put(PLACE, "c4").parent("c2").value("a", 2, "one and another"));

    // When
    var page = list(history().splices(true));

    // Then
    assertThat(Whole.of(page, true).values()).isEqualTo(Whole.of(list(history()), false).values());
  }

  @Test
  void aThreadNarrows() {
    assertThat(places(list(history().thread("u")))).containsExactly("c2 u ");
  }

  @Test
  void theRootNamespaceIsNotAllNamespaces() {
    assertThat(places(list(history().thread("t").namespace("")))).containsExactly("c2 t ", "c1 t ");
    assertThat(places(list(history().namespace("child:1")))).containsExactly("c3 t child:1");
  }

  @Test
  void anIdNarrows() {
    assertThat(places(list(history().id("c2")))).containsExactly("c2 u ", "c2 t ");
  }

  @Test
  void beforeIsStrict() {
    assertThat(places(list(history().before("c2")))).containsExactly("c1 t ");
    assertThat(places(list(history().before("c1")))).isEmpty();
  }

  @Test
  void beforeNeedNotBeStored() {
    assertThat(places(list(history().before("c11")))).containsExactly("c1 t ");
  }

  @Test
  void conditionsAreJoinedByAnd() {
    assertThat(places(list(history().thread("t").before("c3").filter("source", "loop"))))
        .containsExactly("c2 t ");
  }

  @Test
  void aLimitEndsThePageAndTheCursorGoesOn() {
    // When
    var first = list(history().limit(2));
    var second = list(history().limit(3).after(first.next()));

    // Then
    assertThat(places(first)).containsExactly("c3 t child:1", "c2 u ");
    assertThat(places(second)).containsExactly("c2 t ", "c1 t ");
    assertThat(second.next()).isNull();
  }

  @Test
  void aPageHoldsOnlyItsOwnValues() {
    // When
    var page = list(history().limit(1));

    // Then
    assertThat(page.values()).containsExactly(whole("child"));
  }

  @Test
  void nothingIsListedForALimitOfZero() {
    assertThat(list(history().limit(0)).checkpoints()).isEmpty();
  }

  @Test
  void aCursorSurvivesWhatIsPutAboveIt() {
    // Given
    var first = list(history().limit(2));

    // When
    commit(put(PLACE, "c9"));

    // Then
    assertThat(places(list(history().after(first.next())))).containsExactly("c2 t ", "c1 t ");
  }

  @Test
  void anotherTenantSeesNothing() {
    // Given
    var elsewhere =
        new NamespaceKey(
            new ThreadKey(new TenantId("elsewhere"), PLACE.thread().thread()), PLACE.namespace());

    // When
    commit(put(elsewhere, "c7"));

    // Then
    assertThat(places(list(history()))).doesNotContain("c7 t ").hasSize(4);
  }

  private static PageValue whole(String text) {
    return new PageValue.Whole(blob(text));
  }

  private HistoryPage list(QueryBuilder query) {
    return await(stores.reader().list(query.build()));
  }

  private static List<String> places(HistoryPage page) {
    return page.checkpoints().stream()
        .map(CheckpointRow::key)
        .map(key -> key.id() + " " + key.thread().thread() + " " + key.place().namespace())
        .toList();
  }
}
