package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels and keys of every look, and of the greatest length, name what they name. */
public abstract class OddNamesConformance extends StoreConformanceBase {
  private static final int MOST_BYTES = 1024;
  private static final int MOST_LABELS = 64;
  private static final List<String> AWKWARD =
      List.of(
          "it's",
          "\"quoted\"",
          "back\\slash",
          "{a,b}",
          "{}",
          "a,b",
          "$1 %s ; --",
          "'; drop table items; --",
          "tab\t newline\n",
          "\u0001\u001f\u007f",
          "NULL",
          "null",
          " ",
          " leading and trailing ",
          "ümlaut e\u0301",
          "ümlaut é",
          "*",
          "%",
          "/",
          "|",
          "\uD83D\uDE00",
          "\uFFFF");

  @Test
  void awkwardNamesNameWhatTheyName() {
    for (String text : AWKWARD) {
      // When
      run(put(item(text, text, text), text));

      // Then
      assertThat(text(item(text, text, text))).isEqualTo(text);
      assertThat(names(search(text))).containsExactly(item(text, text, text));
      assertThat(labels(namespaces().prefix(text))).containsExactly(List.of(text, text));
    }
    assertThat(names(search())).hasSize(AWKWARD.size());
  }

  @Test
  void awkwardNamesAreDeleted() {
    // Given
    for (String text : AWKWARD) {
      run(put(item(text, "n"), "v"), put(item("k", text), "v"));
    }

    // When
    for (String text : AWKWARD) {
      run(delete(item(text, "n")), delete(item("k", text)));
    }

    // Then
    assertThat(names(search())).isEmpty();
    assertThat(labels(namespaces())).isEmpty();
  }

  @Test
  void labelsAreNotJoined() {
    // When
    run(
        put(item("k", "a", "b"), "1"),
        put(item("k", "a,b"), "2"),
        put(item("k", "a/b"), "3"),
        put(item("b/k", "a"), "4"),
        put(item("k", "a\u0001b"), "5"),
        put(item("k", "ab"), "6"));

    // Then
    assertThat(names(search())).hasSize(6);
    assertThat(text(item("k", "a", "b"))).isEqualTo("1");
    assertThat(names(search("a"))).containsExactly(item("b/k", "a"), item("k", "a", "b"));
  }

  @Test
  void keysMayHoldDots() {
    // When
    run(put(item("a.b", "n"), "1"), put(item(".", "n"), "2"));

    // Then
    assertThat(text(item("a.b", "n"))).isEqualTo("1");
    assertThat(names(search())).containsExactly(item(".", "n"), item("a.b", "n"));
  }

  @Test
  void theLongestNamesAreApart() {
    // Given
    String[] labels = new String[MOST_LABELS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = longest(i, MOST_BYTES / MOST_LABELS);
    }
    ItemKey one = item(longest(100), labels);
    ItemKey other = item(longest(101), labels);
    List<String> shorter = new ArrayList<>(Arrays.asList(labels).subList(0, MOST_LABELS - 1));
    shorter.add(longest(102, MOST_BYTES / MOST_LABELS));
    ItemKey beside = item(one.key(), shorter.toArray(new String[0]));

    // When
    run(put(one, "one"), put(other, "other"), put(beside, "beside"));
    run(put(one, "one again"));

    // Then
    assertThat(text(one)).isEqualTo("one again");
    assertThat(text(other)).isEqualTo("other");
    assertThat(text(beside)).isEqualTo("beside");
    assertThat(names(search(labels))).containsExactlyInAnyOrder(one, other);
    assertThat(labels(namespaces()))
        .containsExactlyInAnyOrder(List.of(labels), beside.namespace().labels());
  }

  @Test
  void theLongestLabelAndKeyAreApart() {
    // Given
    ItemKey one = item(longest(1), longest(2));
    ItemKey other = item(longest(3), longest(4));

    // When
    run(put(one, "one"), put(other, "other"));

    // Then
    assertThat(text(one)).isEqualTo("one");
    assertThat(names(search(longest(4)))).containsExactly(other);
  }

  /** As many bytes as a name may have, which do not compress: indexes hold less than a page. */
  private static String longest(int seed) {
    return longest(seed, MOST_BYTES);
  }

  private static String longest(int seed, int bytes) {
    var random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes / 4; i++) {
      text.appendCodePoint(0x10000 + random.nextInt(0x10000));
    }
    return text.toString();
  }
}
