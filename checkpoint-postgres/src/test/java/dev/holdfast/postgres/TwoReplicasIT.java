package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two servers write one thread at the same time. */
final class TwoReplicasIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final int CALLS = 200;
  private static final int IDS = 10;

  /** As many as a pool has connections: it gives up whoever waits for one for long. */
  private static final int PRUNES = 4;

  @SuppressWarnings("NullAway.Init")
  private List<Replica> replicas;

  @BeforeEach
  void startTwo() {
    POSTGRES.empty();
    replicas = List.of(new Replica(POSTGRES.replica()), new Replica(POSTGRES.replica()));
  }

  @Test
  void everythingAcknowledgedIsThereWholeAndInOneLife() {
    // When
    List<Appended> done = both((replica, i) -> chained(replica, i));

    // Then
    assertThat(done).extracting(Appended::incarnation).containsOnly(done.get(0).incarnation());
    for (int replica = 0; replica < 2; replica++) {
      for (int i = 0; i < CALLS; i++) {
        var tuple = find("c%03d-%d".formatted(i, replica));
        assertThat(tuple.values())
            .containsEntry(channel("own" + replica), blob("value " + i))
            .containsKey(channel("shared"));
      }
    }
  }

  @Test
  void bothAreToldTheChecksumOfTheBytesThatAreKept() {
    // When
    List<Appended> done = both((replica, i) -> chained(replica, i));

    // Then
    for (int i = 0; i < CALLS; i++) {
      for (int replica = 0; replica < 2; replica++) {
        var sum = Checksums.of(value(find("c%03d-%d".formatted(i, replica)), "shared").bytes());
        assertThat(((CheckpointStored) done.get(2 * i + replica)).checksums())
            .containsEntry(channel("shared"), sum);
      }
    }
  }

  @Test
  void ofRowsThatBothReplaceTheLastOfOneOfThemStays() {
    // When
    both((replica, i) -> i % 2 == 0 ? replacing(replica, i) : special(replica, i));

    // Then
    for (int number = 0; number < IDS; number++) {
      var row = find("c" + number).row();
      assertThat(row.skeleton()).isIn(lastOf(number, false));
      assertThat(row.writes()).hasSize(1);
      assertThat(row.writes().get(0).blob()).isIn(lastOf(number, true));
    }
  }

  @Test
  void writersAndPrunesDoNotTearHolesIntoEachOther() {
    // Given
    Replica pruning = replicas.get(1);
    List<CompletableFuture<Appended>> puts = new ArrayList<>();
    List<CompletableFuture<Long>> prunes = new ArrayList<>();
    Await.result(replicas.get(0).submit(put(PLACE, "c000").value("a", 0, "first").build()));

    // When
    for (int i = 1; i < CALLS; i++) {
      var fork = put(PLACE, "c%03d".formatted(i)).parent("c000").kept("a", i / IDS);
      puts.add(
          replicas
              .get(0)
              .submit((i % IDS == 0 ? fork.value("a", i / IDS, "v" + i) : fork).build()));
      if (i % IDS == 0) {
        if (prunes.size() >= PRUNES) {
          Await.result(prunes.get(prunes.size() - PRUNES));
        }
        prunes.add(keepLatest(pruning));
      }
    }
    prunes.forEach(Await::result);
    int refused = 0;
    for (var put : puts) {
      refused += put.handle((done, error) -> error == null ? 0 : 1).join();
    }

    // Then
    var page = Await.result(replicas.get(0).stores.reader().list(history().build()));
    assertThat(page.checkpoints()).isNotEmpty();
    assertThat(refused).isLessThan(CALLS);
    for (var row : page.checkpoints()) {
      assertThat(find(row.key().id().value()).values()).hasSize(1);
    }
  }

  private interface Call {
    Append of(int replica, int i);
  }

  /** Sends the calls of both, mixed, and waits for all of them. */
  private List<Appended> both(Call call) {
    List<CompletableFuture<Appended>> under = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      under.add(replicas.get(0).submit(call.of(0, i)));
      under.add(replicas.get(1).submit(call.of(1, i)));
    }
    return under.stream().map(Await::result).toList();
  }

  private static Append chained(int replica, int i) {
    var put = put(PLACE, "c%03d-%d".formatted(i, replica));
    return put.value("own" + replica, i, "value " + i)
        .value("shared", i, "of replica " + replica)
        .build();
  }

  private static Append replacing(int replica, int i) {
    var put = put(PLACE, "c" + i % (2 * IDS) / 2).stamp(replica + 1, i);
    return put.skeleton(replica + ":" + i).build();
  }

  private static Append special(int replica, int i) {
    var call = writes(PLACE, "c" + i % (2 * IDS) / 2).stamp(replica + 1, i);
    return call.add("task", -3, "interrupt", replica + ":" + i).build();
  }

  /** What the last calls for a checkpoint sent: every second call puts it, the others write. */
  private static List<Blob> lastOf(int number, boolean write) {
    int last = CALLS - 2 * IDS + 2 * number + (write ? 1 : 0);
    return List.of(blob("0:" + last), blob("1:" + last));
  }

  private static CompletableFuture<Long> keepLatest(Replica replica) {
    return replica
        .stores
        .threads()
        .prune(TENANT, List.of(new ThreadId("t")), PruneStrategy.KEEP_LATEST, null)
        .toCompletableFuture();
  }

  private CheckpointTuple find(String id) {
    return Await.result(replicas.get(0).stores.reader().find(PLACE, id(id), Map.of(), false))
        .orElseThrow(() -> new AssertionError("no checkpoint " + id));
  }

  private static Blob value(CheckpointTuple tuple, String name) {
    return (Blob) Objects.requireNonNull(tuple.values().get(channel(name)));
  }
}
