package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.key;
import static dev.holdfast.postgres.store.Items.list;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.refresh;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreResult.Found;
import dev.holdfast.postgres.PostgresStores;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Items live as long as they were given, by the clock of the database. */
final class ExpiryIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final long HOUR = 3_600_000_000L;
  private static final long ODD = 1_200_001;
  private static final long MILLENNIUM = 365_250 * 24 * HOUR - 1;

  private static final String LEFT =
      """
      select (extract(epoch from expires_at - updated_at) * 1000000)::bigint from holdfast.items order by key""";

  private static final String WELL_AHEAD =
      "select key from holdfast.items where expires_at > now() + interval '59 minutes' order by key";

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
  }

  private static void soon(String key, String when) {
    POSTGRES
        .database()
        .execute(
            "update holdfast.items set expires_at = now() + interval '%s' where key = '%s'"
                .formatted(when, key));
  }

  @Test
  void timesAreExactToTheMicrosecond() {
    // When
    items.put(put("a", "1", 1, 1), put("a", "2", 1, ODD), put("a", "3", 1, MILLENNIUM));

    // Then
    assertThat(POSTGRES.database().column(LEFT))
        .containsExactly("1", String.valueOf(ODD), String.valueOf(MILLENNIUM));
  }

  @Test
  void whatHasExpiredIsNotThere() {
    // Given
    items.put(put("a", "gone", 1, HOUR), put("b", "there", 1, HOUR), put("c", "stays", 1));

    // When
    soon("gone", "-1 microsecond");

    // Then
    assertThat(items.get("a", "gone")).isNull();
    assertThat(items.read(new Get(key("a", "gone"), true), new Get(key("b", "there"), true)))
        .element(0)
        .isEqualTo(new Found(null));
    assertThat(items.keys(search(""))).containsExactlyInAnyOrder("there", "stays");
    assertThat(items.keys(search("a"))).isEmpty();
    assertThat(items.namespaces(list(null))).containsExactly("b", "c");
  }

  @Test
  void anItemTellsWhetherItExpires() {
    // When
    items.put(put("a", "gone", 1, HOUR), put("a", "stays", 1));

    // Then
    assertThat(items.items(search("a")).stream().map(StoreItem::expires))
        .containsExactly(false, true);
  }

  @Test
  void aPutWithoutTimeClearsAnEarlierOne() {
    // Given
    items.put(put("a", "k", 1, HOUR));

    // When
    items.put(put("a", "k", 2));

    // Then
    assertThat(POSTGRES.database().column("select 1 from holdfast.items where expires_at is null"))
        .hasSize(1);
  }

  @Test
  void whatIsPutAfterItHasExpiredIsANewItem() {
    // Given
    items.put(put("a", "k", 1, HOUR), put("a", "l", 1, HOUR));
    POSTGRES.database().execute("update holdfast.items set created_at = '2020-02-02 00:00:00Z'");
    soon("k", "-1 second");

    // When
    items.put(put("a", "k", 2), put("a", "l", 2));

    // Then
    assertThat(
            POSTGRES
                .database()
                .column("select created_at = updated_at from holdfast.items order by key"))
        .containsExactly("t", "f");
  }

  @Test
  void aRefreshBeginsTheTimeAnewOfWhatHasNotExpired() {
    // Given
    items.put(put("a", "alive", 1, HOUR), put("a", "expired", 1, HOUR), put("a", "for ever", 1));
    soon("alive", "1 minute");
    soon("expired", "-1 second");

    // When
    items.write(
        refresh(key("a", "alive"), key("a", "expired")),
        refresh(key("a", "for ever"), key("a", "unknown"), key("a", "alive")));

    // Then
    assertThat(POSTGRES.database().column(WELL_AHEAD)).containsExactly("alive");
    assertThat(items.get("a", "expired")).isNull();
    assertThat(items.get("a", "for ever")).isNotNull();
  }

  @Test
  void aRefreshAloneIsOneToo() {
    // Given
    items.put(put("a", "alive", 1, HOUR));
    soon("alive", "1 minute");

    // When
    items.write(refresh(key("a", "alive")));

    // Then
    assertThat(POSTGRES.database().column(WELL_AHEAD)).containsExactly("alive");
    assertThat(items.v("a", "alive")).isEqualTo(1L);
  }

  @Test
  void aRefreshDoesNotChangeWhatAPutOfItsGroupSets() {
    // Given
    items.put(put("a", "k", 1, HOUR), put("a", "other", 1, HOUR));
    soon("other", "1 minute");

    // When
    items.write(
        refresh(key("a", "k")),
        change(put("a", "k", 2, ODD)),
        refresh(key("a", "k"), key("a", "other")));

    // Then
    assertThat(POSTGRES.database().column(LEFT)).first().isEqualTo(String.valueOf(ODD));
    assertThat(POSTGRES.database().column(WELL_AHEAD)).isEqualTo(List.of("other"));
  }
}
