package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.NamespacesBuilder.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Namespaces are listed by how they begin and end. */
public abstract class NamespaceConditionConformance extends StoreConformanceBase {
  private static final List<String> USERS = List.of("users");
  private static final List<String> SPACE = List.of("userspace", "1");
  private static final List<String> ONE = List.of("users", "1", "memories");
  private static final List<String> TWO = List.of("users", "2", "memories");
  private static final List<String> FACTS = List.of("users", "2", "facts");

  private void store(List<List<String>> namespaces) {
    for (List<String> labels : namespaces) {
      run(put(item("k", labels.toArray(new String[0])), "v"));
    }
  }

  @Test
  void aPrefixIsComparedLabelByLabel() {
    // Given
    store(List.of(USERS, SPACE, ONE, TWO, FACTS));

    // When / Then
    assertThat(labels(namespaces().prefix("users"))).containsExactly(USERS, ONE, FACTS, TWO);
    assertThat(labels(namespaces().prefix("users", "2"))).containsExactly(FACTS, TWO);
    assertThat(labels(namespaces().prefix("user"))).isEmpty();
    assertThat(labels(namespaces().prefix("1"))).isEmpty();
    assertThat(labels(namespaces().prefix())).hasSize(5);
  }

  @Test
  void aSuffixIsComparedLabelByLabel() {
    // Given
    store(List.of(USERS, SPACE, ONE, TWO, FACTS));

    // When / Then
    assertThat(labels(namespaces().suffix("memories"))).containsExactly(ONE, TWO);
    assertThat(labels(namespaces().suffix("2", "memories"))).containsExactly(TWO);
    assertThat(labels(namespaces().suffix("ries"))).isEmpty();
    assertThat(labels(namespaces().suffix("memories", "2"))).isEmpty();
    assertThat(labels(namespaces().suffix("users"))).containsExactly(USERS);
    assertThat(labels(namespaces().suffix())).hasSize(5);
  }

  @Test
  void aWildcardIsExactlyOneLabel() {
    // Given
    store(List.of(USERS, SPACE, ONE, TWO, FACTS));

    // When / Then
    assertThat(labels(namespaces().prefix(ANY))).hasSize(5);
    assertThat(labels(namespaces().prefix(ANY, "1"))).containsExactly(ONE, SPACE);
    assertThat(labels(namespaces().prefix("users", ANY, "memories"))).containsExactly(ONE, TWO);
    assertThat(labels(namespaces().prefix("users", ANY))).containsExactly(ONE, FACTS, TWO);
    assertThat(labels(namespaces().prefix("users", "memories"))).isEmpty();
    assertThat(labels(namespaces().suffix("users", ANY, ANY))).containsExactly(ONE, FACTS, TWO);
    assertThat(labels(namespaces().suffix("users", ANY))).isEmpty();
    assertThat(labels(namespaces().suffix(ANY, ANY, ANY, ANY))).isEmpty();
  }

  @Test
  void allConditionsMustBeMet() {
    // Given
    store(List.of(USERS, SPACE, ONE, TWO, FACTS));

    // When / Then
    assertThat(labels(namespaces().prefix("users", "2").suffix("memories"))).containsExactly(TWO);
    assertThat(labels(namespaces().prefix("userspace").suffix("memories"))).isEmpty();
    assertThat(labels(namespaces().prefix("users").prefix(ANY, "1"))).containsExactly(ONE);
    assertThat(labels(namespaces().prefix("users").suffix("users"))).containsExactly(USERS);
  }

  @Test
  void conditionsSeeAllLabelsBeforeTheyAreCutOff() {
    // Given
    store(List.of(USERS, SPACE, ONE, TWO, FACTS));

    // When / Then
    assertThat(labels(namespaces().suffix("memories").maxDepth(2)))
        .containsExactly(List.of("users", "1"), List.of("users", "2"));
    assertThat(labels(namespaces().prefix("users", "2", "facts").maxDepth(1)))
        .containsExactly(USERS);
    assertThat(labels(namespaces().suffix("users").maxDepth(1))).containsExactly(USERS);
  }

  @Test
  void labelsAreNoPatterns() {
    // Given
    var odd = List.of("a%", "a_", "a\\", "*", "{a}", "a,b", "NULL", "null", "(", "^a", "'", "\"");
    odd.forEach(label -> store(List.of(List.of(label, label))));
    store(List.of(List.of("ab", "ab"), List.of("a", "a")));

    // When / Then
    for (String label : odd) {
      assertThat(labels(namespaces().prefix(label))).containsExactly(List.of(label, label));
      assertThat(labels(namespaces().suffix(label))).containsExactly(List.of(label, label));
      assertThat(labels(namespaces().prefix(label, ANY))).hasSize(1);
      assertThat(labels(namespaces().suffix(ANY, label))).hasSize(1);
    }
  }
}
