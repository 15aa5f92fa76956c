package dev.holdfast.postgres.record;

import static dev.holdfast.postgres.record.StoredRecordTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordCacheTest {
  private static final int SIZE = 1000;
  private static final Head HEAD = new Head(null, List.of());
  private static final long EACH = sized(1).bytes();

  private final RecordCache cache = new RecordCache(3 * EACH);

  @Test
  void whatIsKeptIsFound() {
    // Given
    StoredRecord one = sized(1);

    // When
    cache.keep(7, one);

    // Then
    assertThat(cache.find(new RecordKey(7, 1))).containsSame(one);
    assertThat(cache.find(new RecordKey(8, 1))).isEmpty();
    assertThat(cache.find(new RecordKey(7, 2))).isEmpty();
  }

  @Test
  void itNeverHoldsMoreThanItsBound() {
    for (int number = 1; number <= 50; number++) {
      cache.keep(number % 5, record(number, new byte[number * 61 % 2000], HEAD));
      assertThat(cache.bytes()).isLessThanOrEqualTo(3 * EACH);
    }
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() {
    // Given
    keep(1, 2, 3);
    assertThat(cache.find(key(1))).isPresent();

    // When
    keep(4);

    // Then
    assertThat(cache.find(key(2))).isEmpty();
    assertThat(List.of(1, 3, 4)).allSatisfy(n -> assertThat(cache.find(key(n))).isPresent());
  }

  @Test
  void aRecordThatIsKeptAgainCountsOnce() {
    keep(1, 1, 1, 1);
    assertThat(cache.bytes()).isEqualTo(EACH);
    keep(2, 3);
    assertThat(cache.find(key(1))).isPresent();
  }

  @Test
  void whatIsLargerThanTheBoundIsNotKept() {
    cache.keep(1, record(1, new byte[10 * SIZE], HEAD));
    assertThat(cache.find(key(1))).isEmpty();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void aBoundOfZeroKeepsNothing() {
    var none = new RecordCache(0);
    none.keep(1, sized(1));
    assertThat(none.find(key(1))).isEmpty();
    assertThat(none.bytes()).isZero();
  }

  @Test
  void itCountsHowOftenARecordWasHereAndHowOftenNot() {
    // Given
    keep(1);

    // When
    assertThat(cache.find(key(1))).isPresent();
    assertThat(cache.find(key(1))).isPresent();
    assertThat(cache.find(key(2))).isEmpty();
    assertThat(cache.peek(key(1))).isPresent();
    assertThat(cache.peek(key(2))).isEmpty();

    // Then
    assertThat(cache.hits()).isEqualTo(2);
    assertThat(cache.misses()).isEqualTo(1);
  }

  private void keep(int... numbers) {
    for (int number : numbers) {
      cache.keep(1, sized(number));
    }
  }

  private static RecordKey key(int number) {
    return new RecordKey(1, number);
  }

  private static StoredRecord sized(int number) {
    return record(number, new byte[SIZE], HEAD);
  }
}
