package dev.holdfast.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several callers of a store send in one request leaves together. */
final class StoreTogetherTest {
  private final EmptyStore store = new EmptyStore();
  private final HeldPorts ports = new HeldPorts();
  private final RunBatch batches =
      new RunBatch(
          ports.commits,
          ports,
          new HeldThreads(ports),
          store.run(),
          () -> ports.nanos,
          OperationObserver.SILENT);

  @Test
  void theirPutsShareOneCommit() {
    // When
    var replies = batches.run(List.of(put("a"), put("b"), put("c")), Duration.ofMinutes(1));

    // Then
    assertThat(replies.toCompletableFuture()).isCompleted();
    assertThat(store.commitSizes).containsExactly(3);
  }

  private static Operation put(String key) {
    var name = new ItemKey(new StoreNamespace(List.of("n")), key);
    return new Operation.Store(Batch.TENANT, List.of(new StoreOperation.Put(name, null, null)));
  }
}
