package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.ThreadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An endless row of operations that a seed decides. */
public final class SeededOperations {
  private static final int OPERATION_IDS = 12;
  private static final long PLENTY = 1L << 30;

  private final Random random;
  private final Names names;
  private final Contents contents;
  private final SeededValues values;
  private final SeededAppends appends;

  /** The row of {@code seed}. */
  public SeededOperations(long seed) {
    random = new Random(seed);
    names = new Names(random);
    contents = new Contents(random);
    values = new SeededValues(random, contents);
    appends = new SeededAppends(random, names, contents, values);
  }

  /** An answer named this life; later operations may name it too. */
  public void learn(ThreadId thread, Incarnation incarnation) {
    appends.learn(thread, incarnation);
  }

  /** A read of everything gave these checkpoints, each with its values. */
  public void learn(List<CheckpointRow> checkpoints, List<Map<ChannelName, Blob>> each) {
    contents.learn(checkpoints, each);
  }

  /** The next operation. */
  public Step next() {
    int dice = random.nextInt(100);
    if (dice < 55) {
      return new Step.Write(appends.group());
    } else if (dice < 65) {
      return change();
    } else if (dice < 78) {
      return find();
    } else if (dice < 88) {
      return history();
    } else if (dice < 97) {
      return new Step.Delta(names.place(), idOrLatest(), channels());
    }
    return new Step.Threads(random.nextBoolean() ? "" : "t", afterThread(), 1 + random.nextInt(3));
  }

  private Step find() {
    NamespaceKey place = names.place();
    CheckpointId id = idOrLatest();
    Map<ChannelName, Held> known = new HashMap<>();
    for (ChannelName channel : channels()) {
      var key = new CheckpointKey(place, id == null ? Fixtures.id(names.id()) : id);
      known.put(channel, values.known(key, channel));
    }
    return new Step.Find(place, id, known, random.nextBoolean());
  }

  private Step change() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Step.Delete(Fixtures.thread(names.thread().value()), operation());
      case 2 -> new Step.DeleteForRuns(runs(), operation());
      case 3, 4 ->
          new Step.Copy(Fixtures.thread(names.thread().value()), names.thread(), operation());
      case 5 -> new Step.Prune(threads(), PruneStrategy.DELETE, operation());
      case 6, 7 ->
          new Step.SetHistory(
              Fixtures.thread(names.thread().value()),
              random.nextInt(3) == 0 ? HistoryPolicy.FULL : HistoryPolicy.LATEST);
      case 8, 9 -> new Step.Conflate(Fixtures.thread(names.thread().value()));
      default -> new Step.Prune(threads(), PruneStrategy.KEEP_LATEST, operation());
    };
  }

  private Step history() {
    var query =
        Fixtures.history().limit(random.nextInt(6)).maxBytes(PLENTY).splices(random.nextBoolean());
    NamespaceKey place = names.place();
    if (random.nextBoolean()) {
      query.thread(place.thread().thread().value());
    }
    if (random.nextBoolean()) {
      query.namespace(place.namespace().value());
    }
    if (random.nextInt(6) == 0) {
      query.id(names.id());
    }
    if (random.nextInt(3) == 0) {
      query.before(names.id());
    }
    if (random.nextInt(3) == 0) {
      query.filter("step", random.nextInt(3));
    }
    if (random.nextInt(5) == 0) {
      query.filter("odd", List.of("nul ", Map.of()));
    }
    return new Step.History(query.build());
  }

  private @Nullable OperationId operation() {
    return random.nextInt(3) == 0
        ? new OperationId("operation " + random.nextInt(OPERATION_IDS))
        : null;
  }

  private List<RunId> runs() {
    List<RunId> runs = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      runs.add(Names.run(random));
    }
    return runs;
  }

  /** Each once and sorted: whether another order is another request is nobody's business. */
  private List<ThreadId> threads() {
    TreeSet<String> threads = new TreeSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      threads.add(names.thread().value());
    }
    return threads.stream().map(ThreadId::new).toList();
  }

  private @Nullable CheckpointId idOrLatest() {
    return random.nextBoolean() ? null : Fixtures.id(names.id());
  }

  private @Nullable ThreadId afterThread() {
    return random.nextBoolean() ? null : names.thread();
  }

  private List<ChannelName> channels() {
    return Names.CHANNELS.stream()
        .map(ChannelName::new)
        .filter(name -> random.nextBoolean())
        .toList();
  }
}
