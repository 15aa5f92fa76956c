package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.store.StoreResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one operation of a batch came to. */
public sealed interface Reply {

  /** A {@code put} or {@code put_writes} is committed, with its signals. */
  record Written(Appended appended, List<SignalPlace> places) implements Reply {

    /** One without signals. */
    public Written(Appended appended) {
      this(appended, List.of());
    }
  }

  /** A signal is committed with its write. */
  record Signalled(SignalPlace place) implements Reply {}

  /** The checkpoint, or null if there is none. */
  record Tuple(@Nullable CheckpointTuple tuple) implements Reply {}

  /** A page of history. */
  record Page(HistoryPage page) implements Reply {}

  /** What each requested channel is rebuilt from. */
  record Histories(Map<ChannelName, ChannelHistory> channels) implements Reply {}

  /** Whether the thread existed. */
  record Deleted(boolean existed) implements Reply {}

  /**
   * How many checkpoints an operation touched.
   *
   * @param name the field on the wire: {@code deleted}, {@code copied} or {@code pruned}
   */
  record Counted(String name, long checkpoints) implements Reply {}

  /** The policy of the thread of this life is as asked for. */
  record HistorySet(Incarnation incarnation) implements Reply {}

  /** What each part of a batch of a store came to. */
  record Store(List<StoreResult> results) implements Reply {}

  /** The operation failed, alone. */
  record Failed(Failure failure) implements Reply {}
}
