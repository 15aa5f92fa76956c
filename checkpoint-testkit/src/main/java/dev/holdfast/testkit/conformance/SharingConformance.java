package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.fresh;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.kept;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.Whole;
import dev.holdfast.testkit.gen.Edits;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** However a store shares the bytes of values, each checkpoint has its own, whatever goes. */
public abstract class SharingConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final int SEEDS = 6;
  private static final int ROUNDS = 8;
  private static final int STEPS = 30;
  private static final int VERSIONS = 300;
  private static final int RUN = 4;
  private static final int READ_ALONE = 40;

  @RepeatedTest(SEEDS)
  void everySequenceComesBackByteForByte(RepetitionInfo repetition) {
    var run = new SharingRun(repetition.getCurrentRepetition(), stores);
    for (int round = 0; round < ROUNDS; round++) {
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      run.check();
    }
  }

  @Test
  void aGrowingListOutlivesEverySecondRun() {
    // Given
    var list = grow(1);
    comesBack(PLACE, list, i -> true);

    // When
    deleteRuns(0);

    // Then
    comesBack(PLACE, list, i -> i / RUN % 2 == 1);
  }

  @Test
  void whatIsLeftOfAGrowingListIsBuiltOn() {
    // Given
    var list = grow(2);
    deleteRuns(1);

    // When
    List<Append> forks = new ArrayList<>();
    for (int i = 0; i < VERSIONS; i += 2 * RUN) {
      var base = Held.of(i, list.get(i));
      var fork = fork(base.blob());
      var put = put(root("t"), id(i) + " fork").parent(id(i)).meta("run_id", "fork");
      forks.add(put.spliced("a", i + 1, base, fork.splice()).build());
    }
    group(forks.toArray(new Append[0]));

    // Then
    for (int i = 0; i < VERSIONS; i += 2 * RUN) {
      assertThat(found(PLACE, id(i) + " fork").values())
          .containsEntry(channel("a"), fork(list.get(i)).value());
    }
    await(stores.threads().deleteForRuns(TENANT, List.of(new RunId("fork")), null));
    comesBack(PLACE, list, i -> i / RUN % 2 == 0);
  }

  @Test
  void theNewestOutlivesAllThatItWasMadeOf() {
    // Given
    var list = grow(3);

    // When
    prune("t");

    // Then
    comesBack(PLACE, list, i -> i == VERSIONS - 1);
  }

  @Test
  void aCopyOutlivesItsSource() {
    // Given
    var list = grow(4);
    await(stores.threads().copy(thread("t"), new ThreadId("u"), null));

    // When
    await(stores.threads().delete(thread("t"), null));

    // Then
    comesBack(root("u"), list, i -> true);
  }

  @Test
  void aSourceOutlivesItsPrunedCopy() {
    // Given
    var list = grow(5);
    await(stores.threads().copy(thread("t"), new ThreadId("u"), null));

    // When
    prune("u");

    // Then
    comesBack(PLACE, list, i -> true);
    comesBack(root("u"), list, i -> i == VERSIONS - 1);
  }

  /** Stores a list that gets an item with each checkpoint, whole or as splices, in groups. */
  private List<Blob> grow(long seed) {
    var random = new Random(seed);
    List<Blob> list = new ArrayList<>();
    List<Append> group = new ArrayList<>();
    for (Edits.Edit edit : new Edits(random).growing(VERSIONS)) {
      int i = list.size();
      var put = put(PLACE, id(i)).meta("run_id", "run " + i / RUN);
      if (i == 0 || random.nextBoolean()) {
        put.value("a", ChannelVersion.of(i), edit.value());
      } else {
        put.spliced("a", i, Held.of(i - 1, list.get(i - 1)), edit.splice());
      }
      group.add((i == 0 ? put : put.parent(id(i - 1))).build());
      list.add(edit.value());
      if (random.nextInt(RUN) == 0 || i == VERSIONS - 1) {
        group(group.toArray(new Append[0])).forEach(ConformanceBase::done);
        group.clear();
      }
    }
    return list;
  }

  private static Edits.Edit fork(Blob base) {
    return Edits.joined(base, "msgpack", List.of(kept(1, base.length() - 1), fresh("fork")));
  }

  /** Deletes every second run. */
  private void deleteRuns(int first) {
    var runs =
        IntStream.iterate(first, run -> run < VERSIONS / RUN, run -> run + 2)
            .mapToObj(run -> new RunId("run " + run))
            .toList();
    await(stores.threads().deleteForRuns(TENANT, runs, null));
  }

  private void prune(String thread) {
    var threads = List.of(new ThreadId(thread));
    await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, null));
  }

  /** Exactly the versions that {@code left} says are there, in pages and one by one. */
  private void comesBack(NamespaceKey place, List<Blob> list, IntPredicate left) {
    Map<String, Blob> expected = new TreeMap<>();
    IntStream.range(0, VERSIONS).filter(left).forEach(i -> expected.put(id(i), list.get(i)));
    assertThat(pages(place, false)).isEqualTo(expected);
    assertThat(pages(place, true)).isEqualTo(expected);
    var random = new Random(VERSIONS);
    List<String> ids = List.copyOf(expected.keySet());
    for (int i = 0; i < READ_ALONE; i++) {
      String id = ids.get(random.nextInt(ids.size()));
      assertThat(found(place, id).values()).isEqualTo(Map.of(channel("a"), expected.get(id)));
    }
  }

  private Map<String, Blob> pages(NamespaceKey place, boolean splices) {
    Map<String, Blob> values = new TreeMap<>();
    var query = history().thread(place.thread().thread().value()).splices(splices);
    HistoryCursor next = null;
    do {
      var page =
          Whole.of(await(stores.reader().list(query.limit(50).after(next).build())), splices);
      for (int i = 0; i < page.checkpoints().size(); i++) {
        Blob value = page.values().get(i).getOrDefault(channel("a"), Fixtures.blob("nothing"));
        values.put(page.checkpoints().get(i).key().id().value(), value);
      }
      next = page.next();
    } while (next != null);
    return values;
  }

  private static String id(int i) {
    return "c%03d".formatted(i);
  }
}
