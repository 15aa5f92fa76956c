package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.list;
import static dev.holdfast.postgres.store.Items.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.postgres.PostgresStores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Namespaces are listed once each, by their labels. */
final class NamespacesIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String LOW = "\uE000";
  private static final String HIGH = "\uD800\uDC00";
  private static final List<String> ALPHABET = List.of("a", "a\u0001", "ab", "b", LOW, HIGH, "?");
  private static final int NAMESPACES = 60;
  private static final int QUESTIONS = 400;

  /** Label by label; a namespace comes before what begins with it. */
  private static final Comparator<List<String>> BY_LABEL =
      (left, right) -> {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
          int order = Utf8Order.INSTANCE.compare(left.get(i), right.get(i));
          if (order != 0) {
            return order;
          }
        }
        return left.size() - right.size();
      };

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
  }

  private static NamespaceCondition begins(@Nullable String... path) {
    return new NamespaceCondition(End.PREFIX, Arrays.asList(path));
  }

  private static NamespaceCondition ends(@Nullable String... path) {
    return new NamespaceCondition(End.SUFFIX, Arrays.asList(path));
  }

  @Test
  void eachIsListedOnceInOrderOfItsLabels() {
    // Given
    items.write(
        change(
            put(HIGH, "k", 1),
            put(LOW, "k", 1),
            put("a/b", "k", 1),
            put("a/b", "l", 1),
            put("a", "k", 1),
            put("a b", "k", 1),
            put("a\u0001", "k", 1)));

    // When, then
    assertThat(items.namespaces(list(null)))
        .containsExactly("a", "a/b", "a\u0001", "a b", LOW, HIGH);
  }

  @Test
  void aWildcardIsExactlyOneLabel() {
    // Given
    items.write(
        change(
            put("users/ann/facts", "k", 1),
            put("users/bob/facts", "k", 1),
            put("users/facts", "k", 1),
            put("users/ann/facts/old", "k", 1),
            put("userspace/ann/facts", "k", 1)));

    // When, then
    assertThat(items.namespaces(list(null, begins("users", null, "facts"))))
        .containsExactly("users/ann/facts", "users/ann/facts/old", "users/bob/facts");
    assertThat(items.namespaces(list(null, ends(null, "facts"))))
        .containsExactly(
            "users/ann/facts", "users/bob/facts", "users/facts", "userspace/ann/facts");
    assertThat(items.namespaces(list(null, begins("users"), ends("facts"))))
        .containsExactly("users/ann/facts", "users/bob/facts", "users/facts");
    assertThat(items.namespaces(list(null, begins(null, null, null, null))))
        .containsExactly("users/ann/facts/old");
    assertThat(items.namespaces(list(null, begins("user")))).isEmpty();
  }

  @Test
  void theyAreCutAfterTheConditionsAreMet() {
    // Given
    items.write(
        change(put("a/b/c", "k", 1), put("a/b/d", "k", 1), put("a", "k", 1), put("x/y/c", "k", 1)));

    // When, then
    assertThat(items.namespaces(list(2))).containsExactly("a", "a/b", "x/y");
    assertThat(items.namespaces(list(1, ends("c")))).containsExactly("a", "x");
    assertThat(items.namespaces(list(9))).hasSize(4);
    assertThat(items.namespaces(list(0))).hasSize(1);
  }

  @Test
  void whatCannotExistIsNotListed() {
    items.put(put("?", "k", 1));

    assertThat(items.namespaces(list(null, begins("\uD800")))).isEmpty();
    assertThat(items.namespaces(list(null, ends(null, "\0")))).isEmpty();
  }

  /** Against a plain computation, with labels that are as near to each other as can be. */
  @Test
  void whateverIsAskedTheJumpsLeaveNothingOut() {
    // Given
    var random = new Random(7);
    List<List<String>> stored =
        Stream.generate(() -> labels(random)).limit(NAMESPACES).distinct().toList();
    items.write(
        change(
            stored.stream().map(path -> put(String.join("/", path), "k", 1)).toArray(Put[]::new)));

    for (int question = 0; question < QUESTIONS; question++) {
      // When
      ListNamespaces asked = question(random);

      // Then
      assertThat(items.namespaces(asked)).as("%s", asked).isEqualTo(expected(stored, asked));
    }
  }

  private static List<String> labels(Random random) {
    return random.ints(1 + random.nextInt(4), 0, ALPHABET.size()).mapToObj(ALPHABET::get).toList();
  }

  private static ListNamespaces question(Random random) {
    List<NamespaceCondition> conditions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      List<@Nullable String> path = new ArrayList<>(labels(random).stream().limit(2).toList());
      path.replaceAll(label -> random.nextBoolean() ? null : label);
      conditions.add(new NamespaceCondition(random.nextBoolean() ? End.PREFIX : End.SUFFIX, path));
    }
    Integer depth = random.nextBoolean() ? null : 1 + random.nextInt(3);
    int limit = random.nextBoolean() ? Items.MANY : random.nextInt(5);
    return new ListNamespaces(conditions, depth, limit, random.nextInt(4));
  }

  private static List<String> expected(List<List<String>> stored, ListNamespaces asked) {
    Integer depth = asked.maxDepth();
    return stored.stream()
        .filter(path -> asked.conditions().stream().allMatch(condition -> meets(path, condition)))
        .map(path -> depth == null ? path : path.stream().limit(depth).toList())
        .distinct()
        .sorted(BY_LABEL)
        .skip(asked.offset())
        .limit(asked.limit())
        .map(path -> String.join("/", path))
        .toList();
  }

  private static boolean meets(List<String> path, NamespaceCondition condition) {
    int length = condition.path().size();
    int from = condition.end() == End.PREFIX ? 0 : path.size() - length;
    for (int i = 0; i < length && length <= path.size(); i++) {
      String label = condition.path().get(i);
      if (label != null && !label.equals(path.get(from + i))) {
        return false;
      }
    }
    return length <= path.size();
  }
}
