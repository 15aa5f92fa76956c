package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.Held;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is stored is not what it was: no read gives a value that was not put. */
final class DamageIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final int LENGTH = 1000;
  private static final Held FIRST = Held.of(1, Life.noise(1, LENGTH));
  private static final Blob SECOND = Life.appended(FIRST.blob(), Life.noise(2, 300)).value();

  /** The bytes after the value: a skeleton. */
  private static final int SKELETON = 2;

  /** The bytes before it, and some. */
  private static final int HEAD = 70;

  private static final int STEP = 40;

  /** Tells of each fault that this class makes. */
  private static final Logger FAULTS = Logger.getLogger(SqlFailures.class.getName());

  @SuppressWarnings("NullAway.Init")
  private Stores cold;

  @BeforeAll
  static void beSilent() {
    FAULTS.setLevel(Level.OFF);
  }

  @AfterAll
  static void tell() {
    FAULTS.setLevel(null);
  }

  @BeforeEach
  void storeTwo() {
    var life = new Life(POSTGRES.empty());
    life.done(put(PLACE, "c1").value("a", FIRST.version(), FIRST.blob()).build());
    life.done(put(PLACE, "c2").parent("c1").value("a", ChannelVersion.of(2), SECOND).build());
    cold = POSTGRES.replica(new RecordCache(0));
    assertThat(column("select get_byte(pack, 0) from holdfast.records")).containsOnly("0");
  }

  @Test
  void aFlippedByteOfAValueIsNoticedByEveryRead() {
    for (int at = 1; at <= LENGTH; at += 111) {
      // When
      flip(1, size(1) - SKELETON - at);

      // Then
      assertThat(codeOf(cold.reader().find(PLACE, id("c1"), Map.of(), false)))
          .isEqualTo(Code.INTERNAL);
      assertThat(codeOf(cold.reader().find(PLACE, id("c2"), Map.of(), true)))
          .isEqualTo(Code.INTERNAL);
      assertThat(codeOf(cold.reader().list(history().build()))).isEqualTo(Code.INTERNAL);
      flip(1, size(1) - SKELETON - at);
    }
  }

  @Test
  void aFlippedByteThatADeltaChannelIsRebuiltFromIsNoticed() {
    // Given
    var life = new Life(POSTGRES.replica());
    life.done(put(PLACE, "c3").parent("c2").empty("a", 3).build());

    // When
    flip(1, size(1) - SKELETON - 1);

    // Then
    assertThat(codeOf(cold.reader().deltaHistory(PLACE, id("c3"), List.of(channel("a")))))
        .isEqualTo(Code.INTERNAL);
  }

  @Test
  void whereverARecordIsDamagedNoOtherValueIsRead() {
    int other = 0;
    for (int at = 0; at < size(2); at += at < HEAD ? 1 : STEP) {
      // When
      flip(2, at);

      // Then
      other += readsAnother() ? 1 : 0;
      flip(2, at);
    }
    assertThat(other).isZero();
  }

  @Test
  void aBaseThatIsDamagedIsNotBuiltOn() {
    // Given
    flip(1, size(1) - SKELETON - 10);
    var next = Life.appended(FIRST.blob(), Life.noise(3, 50));
    var put = put(PLACE, "c3").parent("c1").spliced("a", 3, FIRST, next.splice());

    // Then
    assertThat(new Life(cold).refusal(put)).isEqualTo(Code.INVALID_SPLICE);
  }

  @Test
  void whereTheBytesOfTheBaseAreMissingAPutIsAFault() {
    // Given
    remove(1);
    var next = Life.appended(SECOND, Life.noise(3, 50));
    var shares = put(PLACE, "c3").parent("c2").value("a", ChannelVersion.of(3), next.value());
    var spliced = put(PLACE, "c3").parent("c2").spliced("a", 3, Held.of(2, SECOND), next.splice());

    // Then
    for (var put : List.of(shares, spliced)) {
      assertThat(codeOf(cold.writer().write(List.of(put.build())))).isEqualTo(Code.INTERNAL);
    }
    assertThat(column("select number from holdfast.records")).containsExactly("2");
  }

  @Test
  void whereTheHomeOfAValueIsMissingAPutIsAFault() {
    // Given
    new Life(POSTGRES.replica()).done(put(PLACE, "c3").parent("c1").kept("a", 1).build());
    remove(1);
    var child = put(PLACE, "c4").parent("c3").kept("a", 1).build();

    // Then
    assertThat(codeOf(cold.writer().write(List.of(child)))).isEqualTo(Code.INTERNAL);
  }

  @Test
  void whoSharesAGroupWithDamageIsFoundByHalves() {
    // Given
    new Life(POSTGRES.replica()).done(put(PLACE, "c3").parent("c1").kept("a", 1).build());
    remove(1);
    var child = put(PLACE, "c4").parent("c3").kept("a", 1).build();
    var sound = put(root("u"), "c1").value("a", 1, "sound").build();

    // Then: what splits a group, and not what each of it would be told
    assertThat(codeOf(cold.writer().write(List.of(sound, child)))).isEqualTo(Code.REJECTED);
    new Life(cold).done(sound);
  }

  private static void remove(int number) {
    POSTGRES.database().execute("delete from holdfast.records where number = " + number);
  }

  private boolean readsAnother() {
    try {
      var found = Await.result(cold.reader().find(PLACE, id("c2"), Map.of(), false));
      return found.isPresent()
          && found.get().values().values().stream()
              .anyMatch(value -> !bytes(value).equals(SECOND.bytes()));
    } catch (Failure failure) {
      assertThat(failure.code()).isEqualTo(Code.INTERNAL);
      return false;
    }
  }

  private static Bytes bytes(SentValue value) {
    return ((Blob) value).bytes();
  }

  private static Code codeOf(CompletionStage<?> stage) {
    return catchThrowableOfType(Failure.class, () -> Await.result(stage)).code();
  }

  private static int size(int number) {
    return Integer.parseInt(
        column("select length(pack) from holdfast.records where number = " + number).get(0));
  }

  private static void flip(int number, int at) {
    POSTGRES
        .database()
        .execute(
            "update holdfast.records set pack = set_byte(pack, %d, get_byte(pack, %d) # 16) where number = %d"
                .formatted(at, at, number));
  }

  private static List<String> column(String sql) {
    return POSTGRES.database().column(sql);
  }
}
