package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.delete;
import static dev.holdfast.postgres.store.Items.key;
import static dev.holdfast.postgres.store.Items.list;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.store.ItemFilter.Compared;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.StoreResult.Found;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The reads of a batch are answered in order, out of one snapshot. */
final class SnapshotIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final int ROUNDS = 200;

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
  }

  @Test
  void everyReadHasItsResultInItsPlace() {
    // Given
    items.put(put("a", "k", 1), put("b", "k", 2));

    // When
    List<StoreResult> results =
        items.read(
            new Get(key("b", "k"), false),
            search("a"),
            new Get(key("c", "k"), false),
            search("\0"),
            list(null),
            new Get(key("a", "k"), false),
            new Get(key("b", "k"), true));

    // Then
    var a = items.get("a", "k");
    var b = items.get("b", "k");
    assertThat(a).isNotNull();
    assertThat(results)
        .containsExactly(
            new Found(b),
            new StoreResult.Items(List.of(a)),
            new Found(null),
            new StoreResult.Items(List.of()),
            new StoreResult.Namespaces(List.of(Items.namespace("a"), Items.namespace("b"))),
            new Found(a),
            new Found(b));
    assertThat(items.read()).isEmpty();
  }

  @Test
  void anItemThatMovesIsInOnePlace() {
    // Given
    items.put(put("a", "k", 0));
    Read[] reads = {
      search("b"),
      new Get(key("a", "k"), false),
      search("a"),
      list(null),
      new Get(key("b", "k"), false)
    };
    for (int round = 0; round < ROUNDS; round++) {
      // When
      boolean there = round % 2 == 0;
      var moved =
          items.begin(change(delete(there ? "a" : "b", "k"), put(there ? "b" : "a", "k", round)));
      List<StoreResult> results = items.read(reads);
      Await.result(moved);

      // Then
      int searched =
          ((StoreResult.Items) results.get(0)).items().size()
              + ((StoreResult.Items) results.get(2)).items().size();
      int got = got(results.get(1)) + got(results.get(4));
      int listed = ((StoreResult.Namespaces) results.get(3)).namespaces().size();
      assertThat(List.of(searched, got, listed)).containsExactly(1, 1, 1);
    }
  }

  private static int got(StoreResult result) {
    return ((Found) result).item() == null ? 0 : 1;
  }

  @Test
  void oneReadThatFailsFailsThemAllAndTheConnectionIsAsGoodAsBefore() {
    // Given
    var impossible = search("a", Items.where(new Compared(Comparison.LESS, true), "v"));
    var negative = new Search(Items.namespace("a"), search("a").filter(), -1, 0, false);

    // When
    var unknown = catchThrowableOfType(Failure.class, () -> items.read(search("a"), impossible));
    var refused =
        catchThrowableOfType(
            Failure.class, () -> items.read(new Get(key("a", "k"), false), negative, list(null)));

    // Then
    assertThat(unknown.code()).isEqualTo(Code.INTERNAL);
    assertThat(refused.code()).isEqualTo(Code.REJECTED);
    items.put(put("a", "k", 1));
    for (int i = 0; i < 10; i++) {
      assertThat(items.read(search("a"), new ListNamespaces(List.of(), 1, 1, 0))).hasSize(2);
    }
    assertThat(
            POSTGRES
                .database()
                .column(
                    """
                    select pid from pg_stat_activity
                    where datname = current_database() and state like 'idle in transaction%'"""))
        .isEmpty();
  }
}
