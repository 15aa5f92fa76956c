package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.delete;
import static dev.holdfast.postgres.store.Items.key;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreChange;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FoldedTest {
  private static final int TENANTS = 0;
  private static final int PREFIXES = 1;
  private static final int KEYS = 2;
  private static final int KINDS = 3;
  private static final int VALUES = 4;

  private static Tuple fold(StoreChange... group) {
    return new Folded(List.of(group)).query().parameters();
  }

  private static List<String> column(Tuple folded, int column) {
    return List.of((String[]) folded.getValue(column));
  }

  @Test
  void theLastPutOfTheLastChangeCounts() {
    // When
    Tuple folded =
        fold(
            change(put("a", "k", 1), put("a", "k", 2), put("b", "k", 3)),
            change(put("a", "k", 4), put("a", "k", 5)));

    // Then
    assertThat(column(folded, PREFIXES)).containsExactly("{\"a\"}", "{\"b\"}");
    assertThat(column(folded, VALUES)).containsExactly("{\"v\":5}", "{\"v\":3}");
  }

  @Test
  void aDeleteIsAPut() {
    // When
    Tuple folded =
        fold(
            change(put("a", "gone", 1), delete("a", "gone")),
            change(delete("a", "there"), put("a", "there", 1)));

    // Then
    assertThat(column(folded, KEYS)).containsExactly("gone", "there");
    assertThat(column(folded, KINDS)).containsExactly("delete", "put");
  }

  @Test
  void whatOneBatchDeletesALaterOnePutsAsANewItem() {
    // When
    Tuple folded =
        fold(
            change(delete("a", "again"), delete("a", "gone")),
            change(put("a", "again", 1), put("a", "gone", 1)),
            change(put("a", "again", 2), delete("a", "gone")));

    // Then
    assertThat(column(folded, KINDS)).containsExactly("replace", "delete");
  }

  @Test
  void aRefreshChangesNothingThatIsPutInTheGroup() {
    // When
    Tuple folded =
        fold(
            refresh(key("a", "put later"), key("a", "only read")),
            change(put("a", "put later", 1), delete("a", "gone")),
            refresh(key("a", "gone"), key("a", "only read")));

    // Then
    assertThat(column(folded, KEYS)).containsExactly("gone", "only read", "put later");
    assertThat(column(folded, KINDS)).containsExactly("delete", "refresh", "put");
  }

  @Test
  void namesAreSortedAsThePrimaryKeyIs() {
    // Given: UTF-16 orders these two the other way round
    String low = "\uE000";
    String high = "\uD800\uDC00";
    var other = new StoreChange(new TenantId("a tenant"), List.of(put("z", "z", 1)), List.of());

    // When
    Tuple folded =
        fold(
            change(put("b", "a", 1), put(high, "a", 1), put(low, "a", 1), put("a", high, 1)),
            change(put("a/b", "a", 1), put("a", low, 1)),
            other);

    // Then
    assertThat(column(folded, TENANTS)).startsWith("a tenant").endsWith("default");
    assertThat(column(folded, PREFIXES).stream().skip(1))
        .containsExactly(
            "{\"a\"}",
            "{\"a\"}",
            "{\"a\",\"b\"}",
            "{\"b\"}",
            "{\"" + low + "\"}",
            "{\"" + high + "\"}");
    assertThat(column(folded, KEYS).subList(1, 3)).containsExactly(low, high);
  }

  @Test
  void whatCannotExistIsNeitherDeletedNorRefreshed() {
    // When
    var folded =
        new Folded(
            List.of(
                change(delete("a", "\0"), delete("a/\uD800", "k")), refresh(key("\uDC00", "k"))));

    // Then
    assertThat(folded.isEmpty()).isTrue();
  }
}
