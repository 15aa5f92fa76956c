package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.delete;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.postgres.PostgresStores;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group is one transaction, in which the last put of a name counts. */
final class WriteIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String AGE = "update holdfast.items set created_at = '2020-02-02 00:00:00Z'";
  private static final Instant AGED = Instant.parse("2020-02-02T00:00:00Z");
  private static final int TOO_LONG = 9000;

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
  }

  private StoreItem item(String key) {
    StoreItem item = items.get("a", key);
    assertThat(item).as(key).isNotNull();
    return item;
  }

  @Test
  void whatIsPutIsThere() {
    // When
    items.put(put("users/ann", "food", "soup"));

    // Then
    StoreItem item = items.get("users/ann", "food");
    assertThat(item).isNotNull();
    assertThat(item.key()).isEqualTo(Items.key("users/ann", "food"));
    assertThat(item.value()).isEqualTo(Items.value("soup"));
    assertThat(item.updatedAt()).isEqualTo(item.createdAt());
    assertThat(item.expires()).isFalse();
    assertThat(items.get("users", "food")).isNull();
    assertThat(items.get("users/ann/x", "food")).isNull();
  }

  @Test
  void aGroupIsOneTransaction() {
    // When
    items.write(change(put("a", "k", 1), put("b", "k", 2)), change(put("c", "k", 3)));

    // Then
    assertThat(POSTGRES.database().column("select distinct xmin::text from holdfast.items"))
        .hasSize(1);
    assertThat(items.keys(search(""))).hasSize(3);
  }

  @Test
  void theLastPutOfTheLastBatchCounts() {
    // Given
    items.put(put("a", "gone", 0), put("a", "kept", 0));

    // When
    items.write(
        change(put("a", "kept", 1), put("a", "gone", 1), put("a", "new", 1), put("a", "new", 2)),
        change(delete("a", "gone"), delete("a", "kept"), put("a", "kept", 3)));

    // Then
    assertThat(items.keys(search("a"))).containsExactlyInAnyOrder("kept", "new");
    assertThat(items.v("a", "kept")).isEqualTo(3L);
    assertThat(items.v("a", "new")).isEqualTo(2L);
  }

  @Test
  void anItemKeepsItsCreationUntilItIsDeleted() {
    // Given
    items.put(put("a", "kept", 1), put("a", "deleted", 1), put("a", "in one batch", 1));
    items.put(put("a", "in two batches", 1));
    POSTGRES.database().execute(AGE);

    // When
    items.put(put("a", "kept", 2), delete("a", "deleted"), put("a", "deleted", 2));
    items.write(
        change(delete("a", "in one batch"), put("a", "in one batch", 2)),
        change(delete("a", "in two batches")),
        change(put("a", "in two batches", 2)));

    // Then
    assertThat(item("kept").createdAt()).isEqualTo(AGED);
    assertThat(item("kept").updatedAt()).isAfter(AGED);
    assertThat(item("in one batch").createdAt()).isEqualTo(AGED);
    assertThat(item("deleted").createdAt()).isAfter(AGED);
    assertThat(item("in two batches").createdAt()).isAfter(AGED);
    assertThat(items.v("a", "in two batches")).isEqualTo(2L);
  }

  @Test
  void everyPutHasARevisionOfItsOwn() {
    // Given
    String revision = "select revision from holdfast.items";
    items.put(put("a", "k", 1));
    List<String> first = POSTGRES.database().column(revision);

    // When
    items.put(put("a", "k", 1));
    List<String> second = POSTGRES.database().column(revision);
    items.put(delete("a", "k"), put("a", "k", 1));

    // Then
    assertThat(second).doesNotContainAnyElementsOf(first);
    assertThat(POSTGRES.database().column(revision))
        .doesNotContainAnyElementsOf(first)
        .doesNotContainAnyElementsOf(second);
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    // When
    var other = new StoreChange(new TenantId("other"), List.of(put("a", "k", "theirs")), List.of());
    items.write(other, change(put("a", "k", "ours")));

    // Then
    assertThat(items.v("a", "k")).isEqualTo("ours");
    assertThat(items.keys(search(""))).hasSize(1);
    assertThat(items.namespaces(Items.list(null))).hasSize(1);
  }

  @Test
  void ofAGroupWithARowThatTheDatabaseRefusesNothingIsWritten() {
    // Given
    items.put(put("a", "k", 1));
    var unusable = new Random(1).ints(TOO_LONG, 'a', 0x2000);
    String key =
        unusable
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    // When
    var failure =
        catchThrowableOfType(
            Failure.class,
            () ->
                items.write(change(put("a", "k", 2), put("a", "l", 2)), change(put("a", key, 2))));

    // Then
    assertThat(failure.code()).isEqualTo(Code.REJECTED);
    assertThat(items.v("a", "k")).isEqualTo(1L);
    assertThat(items.get("a", "l")).isNull();
  }

  @Test
  void theLongestNamesFitIntoTheIndex() {
    // Given: 64 labels with 1024 bytes in all and a key of 1024, none of which can be compressed
    var random = new Random(2);
    StringBuilder path = new StringBuilder();
    for (int label = 0; label < 64; label++) {
      path.append(label == 0 ? "" : "/").append(noise(random, label % 2 == 0 ? 15 : 17));
    }
    String key = noise(random, 1024);

    // When
    items.put(put(path.toString(), key, 1), put(path.toString(), key, 2));

    // Then
    assertThat(items.v(path.toString(), key)).isEqualTo(2L);
  }

  private static String noise(Random random, int length) {
    return random
        .ints(length, '0', 0x7f)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void aGroupThatChangesNothingIsNotSent() {
    items.write(change(), change(delete("a", "\0")), Items.refresh());
  }
}
