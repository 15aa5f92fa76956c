package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A pending write as it is kept.
 *
 * @param write the write that counts
 * @param stamp of the call it came with
 */
record StoredWrite(PendingWrite write, @Nullable Stamp stamp) {
  /** What makes two writes of one checkpoint the same: the path does not. */
  record Key(TaskId task, int index) {
    static Key of(PendingWrite write) {
      return new Key(write.task(), write.index());
    }
  }

  /** The order of reads. */
  static final Comparator<PendingWrite> ORDER =
      Comparator.comparing(PendingWrite::taskPath, Utf8Order.UTF8)
          .thenComparing(write -> write.task().value(), Utf8Order.UTF8)
          .thenComparingInt(PendingWrite::index);
}
