package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A search without a query finds what lies under a prefix, label by label. */
public abstract class SearchConformance extends StoreConformanceBase {
  private static final List<String> AWKWARD =
      List.of(
          "a", "a%", "a_", "ab", "a b", "a\\", "*", "$", "{a,b}", "a,b", "NULL", "a*", "'", "\"");

  @Test
  void aPrefixIsComparedLabelByLabel() {
    // Given
    var inside = List.of(item("k", "users"), item("k", "users", "1"), item("k", "users", "1", "2"));
    inside.forEach(key -> run(put(key, "inside")));
    run(put(item("k", "userspace"), "outside"));
    run(put(item("k", "userspace", "1"), "outside"));
    run(put(item("k", "user"), "outside"));
    run(put(item("k", "other", "users"), "outside"));
    run(put(item("k", "Users"), "outside"));

    // When / Then
    assertThat(names(search("users"))).containsExactlyInAnyOrderElementsOf(inside);
    assertThat(names(search("users", "1")))
        .containsExactlyInAnyOrder(item("k", "users", "1"), item("k", "users", "1", "2"));
    assertThat(names(search("users", "1", "2"))).containsExactly(item("k", "users", "1", "2"));
    assertThat(names(search("users", "1", "2", "3"))).isEmpty();
    assertThat(names(search("users", "2"))).isEmpty();
    assertThat(names(search("users1"))).isEmpty();
  }

  @Test
  void theRootFindsEverything() {
    // Given
    run(put(item("a", "n"), "1"), put(item("b", "m", "n"), "2"), put(item("c", "ü"), "3"));

    // When / Then
    assertThat(names(search())).hasSize(3);
  }

  @Test
  void labelsAreNoPatterns() {
    // Given
    for (String label : AWKWARD) {
      run(put(item("k", label, "x"), label));
    }

    // When / Then
    for (String label : AWKWARD) {
      assertThat(names(search(label))).as(label).containsExactly(item("k", label, "x"));
      assertThat(names(search(label, "x"))).as(label).containsExactly(item("k", label, "x"));
      assertThat(names(search(label, "*"))).as(label).isEmpty();
    }
  }

  @Test
  void whatIsFoundIsWhole() {
    // Given
    run(put(item("k", "n"), "hello"));

    // When
    var items = items(search("n"));

    // Then
    assertThat(items).containsExactly(found(item("k", "n")));
  }

  @Test
  void pagesTogetherAreEverything() {
    // Given
    List<ItemKey> newestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      run(put(item("k" + i, "n"), "v"));
      newestFirst.add(0, item("k" + i, "n"));
    }

    // When / Then
    assertThat(names(search().limit(3))).isEqualTo(newestFirst.subList(0, 3));
    assertThat(names(search().limit(3).offset(3))).isEqualTo(newestFirst.subList(3, 6));
    assertThat(names(search().limit(3).offset(6))).isEqualTo(newestFirst.subList(6, 7));
    assertThat(names(search().limit(3).offset(7))).isEmpty();
    assertThat(names(search().offset(Integer.MAX_VALUE))).isEmpty();
    assertThat(names(search().limit(0))).isEmpty();
  }

  @Test
  void limitAndOffsetCountWhatPassesTheFilter() {
    // Given
    List<StoreOperation> puts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      puts.add(put(item("k%02d".formatted(i), "n"), i % 10 == 0 ? "wanted" : "other"));
    }
    run(puts.toArray(new StoreOperation[0]));

    // When / Then
    var wanted = new ItemFilter.Equal("wanted");
    assertThat(names(search("n").where(wanted, "text").limit(3)))
        .containsExactly(item("k00", "n"), item("k10", "n"), item("k20", "n"));
    assertThat(names(search("n").where(wanted, "text").limit(3).offset(2)))
        .containsExactly(item("k20", "n"), item("k30", "n"));
  }
}
