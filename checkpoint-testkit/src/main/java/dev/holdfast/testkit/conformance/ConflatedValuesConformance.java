package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The same story told to a thread that keeps everything and to one that keeps the latest. */
public abstract class ConflatedValuesConformance extends ConformanceBase {
  private static final NamespaceKey FULL = root("full");
  private static final NamespaceKey LATEST = root("latest");
  private static final int SEEDS = 6;
  private static final int STEPS = 60;

  @Test
  void whatStaysIsByteForByteWhatItIsInAThreadThatKeepsEverything() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      await(stores.threads().delete(thread("full"), null));
      await(stores.threads().delete(thread("latest"), null));
      await(stores.threads().setHistory(thread("latest"), HistoryPolicy.LATEST, null));
      new Story(seed).tell();
    }
  }

  private final class Story {
    private final int seed;
    private final Random random;
    private final TreeSet<String> interrupted = new TreeSet<>();
    private final StringBuilder text = new StringBuilder("a conversation that only grows: ");
    private String parent = "";
    private String head = "";
    private long removed;

    Story(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void tell() {
      for (int step = 1; step <= STEPS; step++) {
        step(step);
        if (random.nextInt(5) == 0) {
          removed += await(stores.threads().conflate(thread("latest")));
          compare();
        }
      }
      assertThat(removed).isPositive();
    }

    private void step(int step) {
      String next = "c%03d".formatted(step);
      text.append(Long.toHexString(random.nextLong())).append(' ');
      boolean snapshot = random.nextInt(6) == 0;
      boolean asks = random.nextInt(8) == 0;
      for (NamespaceKey place : List.of(FULL, LATEST)) {
        commit(put(place, next, step, snapshot));
        commit(writes(place, next).add("task", 0, "log", "delta " + step));
        if (asks) {
          commit(writes(place, next).add("asking", -3, "__interrupt__", "question " + step));
        }
      }
      if (asks) {
        interrupted.add(next);
      }
      parent = head;
      head = next;
    }

    private PutBuilder put(NamespaceKey place, String next, int step, boolean snapshot) {
      var put = begin(place, next).skeleton("skeleton " + step).meta("step", step);
      put.meta("counters_since_delta_snapshot", Map.of("log", List.of(step, step)));
      put.value("text", ChannelVersion.of(step), blob(text.toString()));
      if (step % 3 == 0 || head.isEmpty()) {
        put.value("rare", step, "rare " + step);
      } else {
        put.kept("rare", step < 3 ? 1 : step / 3 * 3);
      }
      return snapshot ? put.value("log", step, "snapshot " + step) : put.empty("log", step);
    }

    private PutBuilder begin(NamespaceKey place, String next) {
      var put = Fixtures.put(place, next);
      return head.isEmpty() ? put : put.parent(head);
    }

    private void compare() {
      var kept = new TreeSet<>(interrupted);
      kept.add(head);
      if (!parent.isEmpty()) {
        kept.add(parent);
      }
      for (String id : kept) {
        String told = "seed " + seed + ", " + id;
        assertSame(told, found(FULL, id), found(LATEST, id));
        // With a snapshot of its own nothing is rebuilt
        if (found(FULL, id).row().empty().contains(channel("log"))) {
          assertThat(log(LATEST, id)).as(told).isEqualTo(log(FULL, id));
        }
      }
    }

    private Object log(NamespaceKey place, String id) {
      return await(stores.reader().deltaHistory(place, id(id), List.of(channel("log"))));
    }

    private void assertSame(String told, CheckpointTuple should, CheckpointTuple is) {
      assertThat(is.values()).as(told).isEqualTo(should.values());
      assertThat(is.row().writes()).as(told).isEqualTo(should.row().writes());
      assertThat(is.row().metadata()).as(told).isEqualTo(should.row().metadata());
      assertThat(is.row().skeleton()).as(told).isEqualTo(should.row().skeleton());
      assertThat(is.row().versions()).as(told).isEqualTo(should.row().versions());
      assertThat(is.row().empty()).as(told).isEqualTo(should.row().empty());
    }
  }
}
