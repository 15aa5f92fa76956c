package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.Whole;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.Held;
import dev.holdfast.testkit.reference.ReferenceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Does the same to a store, to the reference and to a ledger, and compares what they hold. */
final class SharingRun {
  private static final List<String> THREADS = List.of("t", "u", "v");
  private static final List<String> NAMESPACES = List.of("", "", "child:1");
  private static final int MOST_IN_GROUP = 8;
  private static final int SAMPLE = 25;
  private static final long PAGE_BYTES = 20_000;

  private final Random random;
  private final Stores store;
  private final Stores reference;
  private final Ledger ledger = new Ledger();
  private final SharingPuts puts;
  private final List<Append> group = new ArrayList<>();
  private int tasks;

  SharingRun(long seed, Stores store) {
    random = new Random(seed);
    this.store = store;
    puts = new SharingPuts(random, ledger);
    var model = new ReferenceStore();
    reference = new Stores(model.writer(), model.reader(), model.threads());
  }

  void step() {
    int dice = random.nextInt(100);
    if (dice < 76 || ledger.rows.isEmpty()) {
      String namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
      group.add(puts.fresh(Fixtures.place(thread(), namespace)));
    } else if (dice < 84) {
      group.add(puts.again(anyKey()));
    } else if (dice < 92) {
      write(anyKey());
    } else {
      flush();
      change();
    }
    if (group.size() > random.nextInt(MOST_IN_GROUP)) {
      flush();
    }
  }

  private void write(CheckpointKey key) {
    var write = Fixtures.write("task %05d".formatted(++tasks), 0, "a", "write " + tasks);
    group.add(Fixtures.writes(key.place(), key.id().value()).add(write).build());
    ledger.rows.computeIfPresent(key, (same, row) -> row.with(write));
  }

  private void flush() {
    if (!group.isEmpty()) {
      assertThat(written(store)).isEqualTo(written(reference));
      group.clear();
    }
  }

  /** Writes the group, of which nothing is refused; gives what became of each put. */
  private List<Object> written(Stores stores) {
    List<Object> told = new ArrayList<>();
    for (var outcome : Await.result(stores.writer().write(List.copyOf(group)))) {
      if (ConformanceBase.done(outcome) instanceof Appended.CheckpointStored stored) {
        told.add(stored.status());
        told.add(stored.checksums());
      }
    }
    return told;
  }

  private void change() {
    var thread = Fixtures.thread(thread());
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        String run = Objects.requireNonNull(ledger.rows.get(anyKey())).run();
        both(at -> at.threads().deleteForRuns(TENANT, List.of(new RunId(run)), null));
        ledger.deleteRun(run);
      }
      case 2 -> {
        var strategy = PruneStrategy.KEEP_LATEST;
        both(at -> at.threads().prune(TENANT, List.of(thread.thread()), strategy, null));
        ledger.keepLatest(thread);
      }
      case 3 -> {
        both(at -> at.threads().delete(thread, null));
        ledger.deleteThread(thread);
      }
      default -> copy(thread());
    }
  }

  /** Copies a thread over whatever another one holds. */
  private void copy(String target) {
    String source = thread();
    if (!source.equals(target)) {
      var from = Fixtures.thread(source);
      var to = Fixtures.thread(target);
      both(at -> at.threads().delete(to, null));
      ledger.deleteThread(to);
      both(at -> at.threads().copy(from, new ThreadId(target), null));
      ledger.copy(from, to);
    }
  }

  private <T> void both(Function<Stores, CompletionStage<T>> call) {
    assertThat(Await.result(call.apply(store))).isEqualTo(Await.result(call.apply(reference)));
  }

  /** Reads everything as pages, and some checkpoints one by one. */
  void check() {
    flush();
    assertThat(all(reference, false)).isEqualTo(ledger.rows);
    assertThat(all(store, false)).isEqualTo(ledger.rows);
    assertThat(all(store, true)).isEqualTo(ledger.rows);
    for (int i = 0; i < SAMPLE && !ledger.rows.isEmpty(); i++) {
      checkOne(anyKey(), anyKey());
    }
  }

  /** Reads one checkpoint as a caller does that holds the values of another. */
  private void checkOne(CheckpointKey key, CheckpointKey other) {
    Map<ChannelName, Held> held = new HashMap<>();
    Ledger.Row row = Objects.requireNonNull(ledger.rows.get(other));
    row.values().keySet().forEach(name -> held.put(name, Objects.requireNonNull(row.held(name))));
    Map<ChannelName, KnownValue> known = new HashMap<>();
    held.forEach((channel, value) -> known.put(channel, value.known()));
    for (boolean splices : new boolean[] {false, true}) {
      var tuple =
          Await.result(store.reader().find(key.place(), key.id(), known, splices)).orElseThrow();
      var whole = Whole.of(tuple, held, splices);
      Map<ChannelName, Blob> values = new HashMap<>(whole.values());
      whole
          .known()
          .forEach(name -> values.put(name, Objects.requireNonNull(held.get(name)).blob()));
      assertThat(row(whole.row(), values)).isEqualTo(ledger.rows.get(key));
    }
  }

  private Map<CheckpointKey, Ledger.Row> all(Stores stores, boolean splices) {
    Map<CheckpointKey, Ledger.Row> rows = new HashMap<>();
    HistoryCursor next = null;
    do {
      var query = history().limit(1 + random.nextInt(40)).maxBytes(PAGE_BYTES).splices(splices);
      var page = Whole.of(Await.result(stores.reader().list(query.after(next).build())), splices);
      for (int i = 0; i < page.checkpoints().size(); i++) {
        CheckpointRow row = page.checkpoints().get(i);
        rows.put(row.key(), row(row, page.values().get(i)));
      }
      next = page.next();
    } while (next != null);
    return rows;
  }

  private static Ledger.Row row(CheckpointRow row, Map<ChannelName, Blob> values) {
    assertThat(values.keySet())
        .isEqualTo(
            row.versions().keySet().stream()
                .filter(channel -> !row.empty().contains(channel))
                .collect(Collectors.toSet()));
    String run = String.valueOf(row.metadata().entries().get("run_id"));
    return new Ledger.Row(row.parent(), run, row.versions(), values, row.writes());
  }

  private String thread() {
    return THREADS.get(random.nextInt(THREADS.size()));
  }

  private CheckpointKey anyKey() {
    List<CheckpointKey> keys = List.copyOf(ledger.rows.keySet());
    return keys.get(random.nextInt(keys.size()));
  }
}
