package dev.holdfast.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.WritesPut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A batch in the hands of a test, and short words for its operations. */
final class Batch {
  static final TenantId TENANT = new TenantId("default");

  final HeldPorts ports = new HeldPorts();
  private final RunBatch run =
      new RunBatch(
          ports.commits,
          ports,
          new HeldThreads(ports),
          new EmptyStore().run(),
          () -> ports.nanos,
          OperationObserver.SILENT);

  CompletableFuture<List<Reply>> start(Operation... operations) {
    return run(Duration.ofMinutes(1), operations);
  }

  /** Starts a batch whose replies do not matter. */
  void begin(Operation... operations) {
    var unused = start(operations);
  }

  CompletableFuture<List<Reply>> run(Duration timeout, Operation... operations) {
    return run.run(List.of(operations), timeout).toCompletableFuture();
  }

  static List<Reply> replies(CompletableFuture<List<Reply>> batch) {
    assertThat(batch).isCompleted();
    return batch.join();
  }

  static @Nullable Code code(Reply reply) {
    return reply instanceof Reply.Failed failed ? failed.failure().code() : null;
  }

  static Operation write(String thread, String id) {
    var key = new CheckpointKey(place(thread), new CheckpointId(id));
    return new Operation.Write("put_writes", new WritesPut(key, List.of(), null, null));
  }

  static Operation get(String thread) {
    return new Operation.GetTuple(place(thread), null, Map.of(), false);
  }

  static Operation delta(String thread) {
    return new Operation.DeltaHistory(place(thread), null, List.of());
  }

  static Operation list(@Nullable String thread) {
    return new Operation.ListHistory(
        new HistoryQuery(
            TENANT,
            thread == null ? null : new ThreadId(thread),
            null,
            null,
            null,
            CheckpointMetadata.EMPTY,
            10,
            10,
            false,
            null));
  }

  static Operation delete(String thread) {
    return new Operation.DeleteThread(place(thread).thread(), null);
  }

  static Operation copy(String source, String target) {
    return new Operation.CopyThread(place(source).thread(), new ThreadId(target), null);
  }

  static Operation history(String thread) {
    return new Operation.SetHistory(place(thread).thread(), HistoryPolicy.LATEST, null);
  }

  static Operation prune() {
    return new Operation.Prune(TENANT, List.of(), PruneStrategy.DELETE, null);
  }

  static Operation runs() {
    return new Operation.DeleteForRuns(TENANT, List.of(), null);
  }

  static Operation unreadable() {
    var failure = new Failure.Plain(Code.UNKNOWN_OPERATION, "no such operation");
    return new Operation.Unreadable("what", failure);
  }

  private static NamespaceKey place(String thread) {
    return new NamespaceKey(
        new ThreadKey(TENANT, new ThreadId(thread)), new CheckpointNamespace(""));
  }
}
