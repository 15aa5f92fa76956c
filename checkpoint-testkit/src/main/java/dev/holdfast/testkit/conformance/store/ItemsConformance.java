package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** An item is what was last put under its name. */
public abstract class ItemsConformance extends StoreConformanceBase {
  private static final ItemKey ANN = item("ann", "users", "staff");

  @Test
  void whatIsPutComesBack() {
    // When
    run(put(ANN, "hello"));

    // Then
    var item = found(ANN);
    assertThat(item.key()).isEqualTo(ANN);
    assertThat(item.value()).isEqualTo(value("hello"));
    assertThat(item.expires()).isFalse();
    assertThat(item.createdAt()).isEqualTo(item.updatedAt());
    assertThat(item.createdAt()).isEqualTo(item.createdAt().truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void whatIsNotPutIsNotThere() {
    // Given
    run(put(ANN, "hello"));

    // When / Then
    assertThat(find(item("bob", "users", "staff"))).isNull();
    assertThat(find(item("ann", "users"))).isNull();
    assertThat(find(item("ann", "users", "staff", "x"))).isNull();
    assertThat(find(item("ann", "staff", "users"))).isNull();
    assertThat(find(item("ann", "users.staff"))).isNull();
    assertThat(find(item("ANN", "users", "staff"))).isNull();
  }

  @Test
  void aSecondPutReplacesTheWholeValue() {
    // Given
    run(put(ANN, value("a", "1")));

    // When
    run(put(ANN, value("b", "2")));

    // Then
    assertThat(found(ANN).value()).isEqualTo(value("b", "2"));
  }

  @Test
  void aSecondPutKeepsWhenAnItemWasCreated() {
    // Given
    run(put(ANN, "one"));
    var first = found(ANN);

    // When
    run(put(ANN, "two"));

    // Then
    var second = found(ANN);
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).isAfter(first.updatedAt());
  }

  @Test
  void aPutOfTheSameValueIsAnUpdate() {
    // Given
    run(put(ANN, "same"));
    pass(Duration.ofHours(1));

    // When
    run(put(ANN, "same"));

    // Then
    var item = found(ANN);
    assertThat(Duration.between(item.createdAt(), item.updatedAt()))
        .isBetween(Duration.ofHours(1), Duration.ofHours(2));
  }

  @Test
  void aDeletedItemIsGone() {
    // Given
    run(put(ANN, "hello"), put(item("bob", "users", "staff"), "stays"));

    // When
    var results = run(delete(ANN));

    // Then
    assertThat(results).containsExactly(new StoreResult.Stored());
    assertThat(run(get(ANN))).containsExactly(new StoreResult.Found(null));
    assertThat(names(search())).containsExactly(item("bob", "users", "staff"));
  }

  @Test
  void toDeleteWhatIsNotThereChangesNothing() {
    // Given
    run(put(ANN, "hello"));

    // When
    var results = run(delete(item("bob", "users", "staff")), delete(item("ann", "users")));

    // Then
    assertThat(results).containsExactly(new StoreResult.Stored(), new StoreResult.Stored());
    assertThat(text(ANN)).isEqualTo("hello");
    assertThat(labels(namespaces())).hasSize(1);
  }

  @Test
  void anItemPutAfterItsDeletionBeginsAnew() {
    // Given
    run(put(ANN, "one"));
    var first = found(ANN);
    run(delete(ANN));

    // When
    run(put(ANN, "two"));

    // Then
    var second = found(ANN);
    assertThat(second.createdAt()).isAfter(first.createdAt()).isEqualTo(second.updatedAt());
  }
}
