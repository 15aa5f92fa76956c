package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.postgres.PostgresStores;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A value comes back as it was put, also where jsonb holds something else. */
final class ExactIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String DIGITS = "1234567890".repeat(400);

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
  }

  @Test
  void numbersComeBackAsTheyWentIn() {
    // Given
    List<Object> numbers =
        List.of(
            0L,
            -0.0,
            1.0,
            1e300,
            Double.MIN_VALUE,
            Long.MIN_VALUE,
            new BigInteger(DIGITS),
            new BigDecimal("0." + DIGITS),
            0.1);

    // When
    items.put(put("a", "k", numbers));

    // Then
    assertThat(items.v("a", "k")).isEqualTo(numbers);
    assertThat(found()).isEqualTo(Items.value(numbers));
  }

  @Test
  void everyCharacterComesBack() {
    // Given
    var value =
        new ItemValue(
            Map.of(
                "nul",
                "a\0b",
                "n\0",
                Map.of("\0", 1L),
                "",
                "",
                "high",
                "\uD800\uDC00",
                "list",
                Arrays.asList("\"\\\u0001\uFFFF", null, List.of(), Map.of())));

    // When
    items.put(new Put(Items.key("a", "k"), value, null));

    // Then
    assertThat(found()).isEqualTo(value);
  }

  @Test
  void exactTextIsReplacedWithItsValue() {
    // Given
    items.put(put("a", "k", "\0"));

    // When
    items.put(put("a", "k", "plain"));

    // Then
    assertThat(found()).isEqualTo(Items.value("plain"));
    assertThat(POSTGRES.database().column("select 1 from holdfast.items where exact is not null"))
        .isEmpty();
  }

  @Test
  void aLongNameComesBack() {
    // When
    var value = new ItemValue(Map.of("n".repeat(100_000), 1L));
    items.put(new Put(Items.key("a", "k"), value, null));

    // Then
    assertThat(found()).isEqualTo(value);
  }

  @Test
  void aMebibyteComesBack() {
    // When
    items.put(put("a", "k", "ü\"".repeat(350_000)), put("b", "k", "a\0".repeat(400_000)));

    // Then
    assertThat(found()).isEqualTo(Items.value("ü\"".repeat(350_000)));
    assertThat(items.v("b", "k")).isEqualTo("a\0".repeat(400_000));
  }

  private ItemValue found() {
    List<StoreItem> found = items.items(search("a"));
    assertThat(found).hasSize(1);
    return found.get(0).value();
  }
}
