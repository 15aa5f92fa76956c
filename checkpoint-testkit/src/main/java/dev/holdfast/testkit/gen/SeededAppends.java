package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.ThreadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random puts and writes over so few names that they meet each other all the time. */
final class SeededAppends {
  private static final List<String> SOURCES = List.of("input", "loop", "update", "fork");
  private static final int MOST_IN_GROUP = 5;
  private static final int SEQUENCES = 6;

  private final Random random;
  private final Names names;
  private final Contents contents;
  private final SeededValues values;
  private final Map<ThreadId, List<Incarnation>> lives = new HashMap<>();

  SeededAppends(Random random, Names names, Contents contents, SeededValues values) {
    this.random = random;
    this.names = names;
    this.contents = contents;
    this.values = values;
  }

  /** An answer named this life; later appends may name it too. */
  void learn(ThreadId thread, Incarnation incarnation) {
    List<Incarnation> known = lives.computeIfAbsent(thread, key -> new ArrayList<>());
    if (!known.contains(incarnation)) {
      known.add(incarnation);
    }
  }

  List<Append> group() {
    List<Append> group = new ArrayList<>();
    int size = 1 + random.nextInt(MOST_IN_GROUP);
    for (int i = 0; i < size; i++) {
      NamespaceKey place = names.place();
      group.add(random.nextInt(3) == 0 ? writes(place) : put(place));
    }
    return group;
  }

  private Append put(NamespaceKey place) {
    var key = new CheckpointKey(place, Fixtures.id(names.id()));
    var put = Fixtures.put(place, key.id().value()).incarnation(incarnation(place));
    CheckpointId parent = parent(place);
    if (parent != null) {
      put.parent(parent.value());
    }
    values.add(put, key, parent);
    metadata(put);
    if (random.nextInt(3) > 0) {
      put.stamp(1 + random.nextInt(2), random.nextInt(SEQUENCES));
    }
    CheckpointPut built = put.skeleton("skeleton " + random.nextInt()).build();
    contents.expect(built);
    return built;
  }

  /** Mostly one that is there, sometimes any or none. */
  private @Nullable CheckpointId parent(NamespaceKey place) {
    int dice = random.nextInt(8);
    CheckpointId stored = dice < 5 ? contents.id(place) : null;
    return stored == null && dice < 7 ? Fixtures.id(names.id()) : stored;
  }

  private void metadata(PutBuilder put) {
    put.meta("source", SOURCES.get(random.nextInt(SOURCES.size())));
    put.meta("step", random.nextInt(3));
    if (random.nextBoolean()) {
      put.meta("run_id", Names.run(random).value());
    }
    if (random.nextInt(12) == 0) {
      put.meta("counters_since_delta_snapshot", Map.of("d", List.of(1, 2)));
    }
    if (random.nextInt(40) == 0) {
      put.meta("delta_writes_versioned", true);
    }
    if (random.nextInt(6) == 0) {
      put.meta("odd", List.of("nul \0", -0.0, 1e22, Map.of("ü \uD83D\uDE00", 1.0)));
    }
  }

  private Append writes(NamespaceKey place) {
    var call = Fixtures.writes(place, names.id()).incarnation(incarnation(place));
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      String path = random.nextBoolean() ? "" : "path " + random.nextInt(2);
      String task = "task " + random.nextInt(2);
      String channel = Names.channel(random);
      int index = random.nextInt(6) - 3;
      call.add(Fixtures.write(path, task, index, channel, "write " + random.nextInt(1000)));
    }
    if (random.nextInt(3) > 0) {
      call.stamp(1 + random.nextInt(2), random.nextInt(SEQUENCES));
    }
    return call.build();
  }

  /** Mostly none, often the last one heard of, sometimes any. */
  private @Nullable Incarnation incarnation(NamespaceKey place) {
    List<Incarnation> known = lives.get(place.thread().thread());
    int dice = random.nextInt(10);
    if (known == null || dice < 6) {
      return null;
    }
    return known.get(dice < 9 ? known.size() - 1 : random.nextInt(known.size()));
  }
}
