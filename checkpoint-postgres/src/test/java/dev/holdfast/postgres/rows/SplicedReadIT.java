package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.Whole;
import dev.holdfast.testkit.gen.Held;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who holds an older value is sent what has changed since. */
final class SplicedReadIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final int LONG = 4000;

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @SuppressWarnings("NullAway.Init")
  private Held first;

  @SuppressWarnings("NullAway.Init")
  private Blob newest;

  @BeforeEach
  void twoSuperstepsLater() {
    stores = POSTGRES.empty();
    var life = new Life(stores);
    first = Held.of(1, Life.noise(1, LONG));
    var second = Life.appended(first.blob(), blob("second"));
    var third = Life.appended(second.value(), blob("third"));
    newest = third.value();
    life.done(put(PLACE, "c1").value("a", first.version(), first.blob()).build());
    life.done(
        writes(PLACE, "c1").add("task", 0, "a", "w").build(),
        put(PLACE, "c2").parent("c1").spliced("a", 2, first, second.splice()).build());
    life.done(writes(PLACE, "c2").add("task", 0, "a", "w").build());
    life.done(
        put(PLACE, "c3")
            .parent("c2")
            .spliced("a", 3, Held.of(2, second.value()), third.splice())
            .build());
  }

  @Test
  void aNewerValueComesAsASpliceOfTheOneThatIsHeld() {
    // When
    var tuple = read(stores, first, true);

    // Then
    assertThat(sent(tuple)).isInstanceOf(SplicedValue.class);
    assertThat(sent(tuple).sentBytes()).isLessThan(100);
    assertThat(Whole.of(tuple, Map.of(channel("a"), first), true).values())
        .containsEntry(channel("a"), newest);
  }

  @Test
  void aBaseThatIsFarBackIsNotLookedFor() {
    // Given
    var life = new Life(stores);
    String parent = "c3";
    for (int i = 100; i < 164; i++) {
      life.done(put(PLACE, "d" + i).parent(parent).kept("a", 3).build());
      parent = "d" + i;
    }

    // Then
    assertThat(sent(read(stores, first, true))).isEqualTo(newest);
  }

  @Test
  void unaskedForItComesWhole() {
    assertThat(sent(read(stores, first, false))).isEqualTo(newest);
  }

  @Test
  void aValueThatTheThreadNeverHadIsNoBase() {
    // Given
    var other = Held.of(1, Life.noise(2, LONG));

    // When
    var tuple = read(stores, other, true);

    // Then
    assertThat(sent(tuple)).isEqualTo(newest);
  }

  @Test
  void anotherThreadsValueIsNoBase() {
    // Given
    new Life(stores)
        .done(put(root("u"), "c1").value("a", first.version(), Life.noise(3, LONG)).build());

    // When
    var tuple = find(stores, root("u"), first, true);

    // Then
    assertThat(sent(tuple)).isEqualTo(Life.noise(3, LONG));
  }

  @Test
  void aServerThatDoesNotRememberTheRecordsTellsItWhole() {
    assertThat(sent(read(POSTGRES.replica(), first, true))).isEqualTo(newest);
  }

  private static CheckpointTuple read(Stores stores, Held held, boolean splices) {
    return find(stores, PLACE, held, splices);
  }

  private static CheckpointTuple find(
      Stores stores, NamespaceKey place, Held held, boolean splices) {
    var known = Map.of(channel("a"), held.known());
    return Await.result(stores.reader().find(place, null, known, splices)).orElseThrow();
  }

  private static SentValue sent(CheckpointTuple tuple) {
    return Objects.requireNonNull(tuple.values().get(channel("a")));
  }
}
