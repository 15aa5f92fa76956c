package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.spi.CheckpointReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads one step of the shared state; it tells every value whole. */
final class ReferenceReader implements CheckpointReader {
  private final State state;

  ReferenceReader(State state) {
    this.state = state;
  }

  @Override
  public CompletionStage<Optional<CheckpointTuple>> find(
      NamespaceKey place,
      @Nullable CheckpointId id,
      Map<ChannelName, KnownValue> known,
      boolean splices) {
    return state.step(
        () -> {
          ThreadLife life = state.threads.get(place.thread());
          Shelf shelf = state.shelf(place);
          CheckpointId target = shelf == null || id != null ? id : shelf.head();
          StoredCheckpoint row =
              shelf == null || target == null ? null : shelf.checkpoints.get(target);
          return row == null || life == null || shelf == null
              ? Optional.empty()
              : Optional.of(tuple(row, life, shelf, known));
        });
  }

  private static CheckpointTuple tuple(
      StoredCheckpoint row, ThreadLife life, Shelf shelf, Map<ChannelName, KnownValue> known) {
    Map<ChannelName, SentValue> values = new HashMap<>();
    Set<ChannelName> left = new HashSet<>();
    for (ChannelName channel : row.valued()) {
      if (row.known(channel).equals(known.get(channel))) {
        left.add(channel);
      } else {
        values.put(channel, row.declared(channel));
      }
    }
    return new CheckpointTuple(row(row, life, shelf), values, left);
  }

  static CheckpointRow row(StoredCheckpoint row, ThreadLife life, Shelf shelf) {
    CheckpointKey key = row.put().key();
    return new CheckpointRow(
        key,
        row.parent(),
        life.incarnation,
        row.put().versions(),
        row.put().empty(),
        row.put().metadata(),
        row.put().skeleton(),
        shelf.writesOf(key.id()));
  }

  @Override
  public CompletionStage<HistoryPage> list(HistoryQuery query) {
    return state.step(() -> new Listing(state, query).page());
  }

  @Override
  public CompletionStage<Map<ChannelName, ChannelHistory>> deltaHistory(
      NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels) {
    return state.step(
        () -> {
          Shelf shelf = state.shelf(place);
          CheckpointId target = shelf == null || id != null ? id : shelf.head();
          Map<ChannelName, ChannelHistory> histories = new HashMap<>();
          for (ChannelName channel : channels) {
            histories.put(
                channel,
                shelf == null || target == null
                    ? new ChannelHistory(List.of(), null)
                    : Ancestry.history(shelf, target, channel));
          }
          return histories;
        });
  }
}
