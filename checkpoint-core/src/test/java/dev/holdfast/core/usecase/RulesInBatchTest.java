package dev.holdfast.core.usecase;

import static dev.holdfast.core.usecase.Batch.replies;
import static dev.holdfast.core.usecase.Batch.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signals of rules are committed with the write, behind those that the batch names. */
final class RulesInBatchTest {
  private final HeldPorts ports = new HeldPorts();
  private final RunBatch run =
      new RunBatch(
          ports.commits,
          ports,
          new HeldThreads(ports),
          new EmptyStore().run(),
          () -> ports.nanos,
          OperationObserver.SILENT,
          append -> List.of(signal("of the rule")));

  /** Places are numbered by the length of the name. */
  private static AttachedSignal signal(String name) {
    var signal =
        new Signal(
            new WorkflowKey(Batch.TENANT, "default", "w"),
            null,
            name,
            List.of(),
            Map.of(),
            SignalPriority.NORMAL,
            "key",
            null,
            null,
            null,
            false,
            false,
            Duration.ZERO);
    return new AttachedSignal(signal, Duration.ZERO, false);
  }

  @Test
  void theCallerIsToldOfItsOwnSignal() {
    // Given
    var append = ((Operation.Write) write("t", "c1")).append();
    List<Operation> operations =
        List.of(
            new Operation.Write("put_writes", append, List.of(signal("own"))),
            new Operation.Signal(0, 0));
    var running = run.run(operations, Duration.ofMinutes(1)).toCompletableFuture();

    // When
    ports.release("write t/c1");

    // Then
    var written = (Reply.Written) replies(running).get(0);
    assertThat(written.places()).extracting(SignalPlace::id).containsExactly(3L, 11L);
    assertThat(replies(running).get(1))
        .isInstanceOfSatisfying(
            Reply.Signalled.class, told -> assertThat(told.place().id()).isEqualTo(3));
  }
}
