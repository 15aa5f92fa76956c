package dev.holdfast.core.usecase;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A writer and a reader that hold every call until the test lets it go. */
final class HeldPorts implements CheckpointReader {
  private static final GroupLimits LIMITS =
      new GroupLimits(4, 1000, 1_000_000, 10_000, 10_000_000, Duration.ofMillis(1), 1);

  /** What has reached the ports, in order: {@code write t/c1}, {@code find t}. */
  final List<String> reached = new ArrayList<>();

  private final Map<String, Runnable> held = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<?>> stages = new LinkedHashMap<>();
  long nanos;
  final GroupCommit<Commit, Committed> commits =
      new GroupCommit<>(LIMITS, this::write, new Rows(), () -> nanos, GroupObserver.SILENT);

  private static final class Rows implements Weigher<Commit> {
    @Override
    public int rows(Commit operation) {
      return Math.max(1, operation.rows());
    }

    @Override
    public long bytes(Commit operation) {
      return operation.bytes();
    }
  }

  private CompletionStage<List<Outcome<Committed>>> write(List<Commit> group) {
    List<Outcome<Committed>> outcomes = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Commit commit : group) {
      CheckpointKey key = commit.append().key();
      ids.add(key.thread().thread() + "/" + key.id());
      outcomes.add(new Outcome.Done<>(committed(commit)));
    }
    return hold("write " + String.join(" ", ids), outcomes);
  }

  /** The places of signals are numbered by the length of their names. */
  private static Committed committed(Commit commit) {
    return new Committed(
        new Appended.WritesStored(new Incarnation(1)),
        commit.signals().stream()
            .map(one -> new SignalPlace(one.signal().name().length(), SignalState.QUEUED, 0))
            .toList());
  }

  <T> CompletableFuture<T> hold(String what, T answer) {
    reached.add(what);
    var stage = new CompletableFuture<T>();
    stages.put(what, stage);
    held.put(what, () -> stage.complete(answer));
    return stage;
  }

  /** Lets a call that has reached a port succeed. */
  void release(String what) {
    Runnable answer = held.remove(what);
    if (answer == null) {
      throw new AssertionError(what + " is not among " + held.keySet());
    }
    answer.run();
  }

  void fail(String what, Throwable error) {
    var stage = stages.get(what);
    if (stage == null || !stage.completeExceptionally(error)) {
      throw new AssertionError(what + " cannot fail");
    }
  }

  @Override
  public CompletionStage<Optional<CheckpointTuple>> find(
      NamespaceKey place,
      @Nullable CheckpointId id,
      Map<ChannelName, KnownValue> known,
      boolean splices) {
    return hold("find " + place.thread().thread(), Optional.empty());
  }

  @Override
  public CompletionStage<HistoryPage> list(HistoryQuery query) {
    String whose = query.thread() == null ? "all" : query.thread().value();
    return hold("list " + whose, new HistoryPage(List.of(), List.of(), List.of(), null));
  }

  @Override
  public CompletionStage<Map<ChannelName, ChannelHistory>> deltaHistory(
      NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels) {
    return hold("delta " + place.thread().thread(), Map.of());
  }
}
