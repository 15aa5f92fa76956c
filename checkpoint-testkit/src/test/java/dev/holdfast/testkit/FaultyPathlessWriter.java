package dev.holdfast.testkit;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Faulty on purpose: it forgets the path of a task's first ordinary write. */
final class FaultyPathlessWriter implements CheckpointWriter {
  private final CheckpointWriter writer;

  FaultyPathlessWriter(CheckpointWriter writer) {
    this.writer = writer;
  }

  @Override
  public CompletionStage<List<Outcome<Committed>>> commit(List<Commit> group) {
    return writer.commit(
        group.stream().map(one -> new Commit(damaged(one.append()), one.signals())).toList());
  }

  private static Append damaged(Append append) {
    if (!(append instanceof WritesPut call)) {
      return append;
    }
    List<PendingWrite> writes =
        call.writes().stream()
            .map(
                write ->
                    write.index() == 0
                        ? new PendingWrite(
                            new TaskId(write.task().value()),
                            "",
                            write.index(),
                            write.channel(),
                            write.blob())
                        : write)
            .toList();
    return new WritesPut(call.key(), writes, call.stamp(), call.incarnation());
  }
}
