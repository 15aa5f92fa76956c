package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointMetadata;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.ThreadKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Shows the checkpoints of a thread to people, who want to hear that there is none. */
public final class Checkpoints {

  private static final long NO_BYTES = 1;

  private final RunOperation operations;
  private final Threads threads;

  /** Reads through {@code operations}; asks {@code threads} what is missing. */
  public Checkpoints(RunOperation operations, Threads threads) {
    this.operations = operations;
    this.threads = threads;
  }

  /**
   * Finds one checkpoint.
   *
   * @param id null for the latest
   * @return fails with {@code THREAD_NOT_FOUND} or {@code CHECKPOINT_NOT_FOUND}
   */
  public CompletionStage<CheckpointTuple> find(NamespaceKey place, @Nullable CheckpointId id) {
    return tuple(place, id)
        .thenCompose(found -> found == null ? absent(place.thread()) : done(found));
  }

  /** Finds the latest checkpoint whose id is {@code at} or less. */
  public CompletionStage<CheckpointTuple> latest(NamespaceKey place, CheckpointId at) {
    return tuple(place, at).thenCompose(found -> found == null ? before(place, at) : done(found));
  }

  private CompletionStage<CheckpointTuple> before(NamespaceKey place, CheckpointId at) {
    return page(query(place, null, at))
        .thenCompose(
            page ->
                page.checkpoints().isEmpty()
                    ? absent(place.thread())
                    : done(tuple(page.checkpoints().get(0), page)));
  }

  /** The only checkpoint of a page, with its values. */
  private static CheckpointTuple tuple(CheckpointRow row, HistoryPage page) {
    var values = new HashMap<ChannelName, SentValue>();
    page.places()
        .get(0)
        .forEach((channel, at) -> values.put(channel, whole(page.values().get(at))));
    return new CheckpointTuple(row, values, Set.of());
  }

  /** No splices were asked for. */
  private static Blob whole(PageValue value) {
    return ((PageValue.Whole) value).blob();
  }

  /** Lists a page; the stage fails with {@code THREAD_NOT_FOUND} if its thread does not exist. */
  public CompletionStage<HistoryPage> list(ThreadKey thread, HistoryQuery query) {
    return page(query)
        .thenCompose(
            page ->
                page.checkpoints().isEmpty()
                    ? threads.find(thread).thenApply(exists -> page)
                    : done(page));
  }

  /**
   * Reads what channels are rebuilt from.
   *
   * @param id null for the latest
   * @return fails with {@code THREAD_NOT_FOUND} or {@code CHECKPOINT_NOT_FOUND}
   */
  public CompletionStage<Map<ChannelName, ChannelHistory>> deltaHistory(
      NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels) {
    return operations
        .run(new Operation.DeltaHistory(place, id, channels))
        .thenApply(reply -> ((Reply.Histories) reply).channels())
        .thenCompose(
            found ->
                found.values().stream().anyMatch(Checkpoints::holdsSomething)
                    ? done(found)
                    : page(query(place, id, null))
                        .thenCompose(
                            page ->
                                page.checkpoints().isEmpty()
                                    ? absent(place.thread())
                                    : done(found)));
  }

  private static boolean holdsSomething(ChannelHistory history) {
    return history.seed() != null || !history.writes().isEmpty();
  }

  private CompletionStage<@Nullable CheckpointTuple> tuple(
      NamespaceKey place, @Nullable CheckpointId id) {
    return operations
        .run(new Operation.GetTuple(place, id, Map.of(), false))
        .thenApply(reply -> ((Reply.Tuple) reply).tuple());
  }

  private CompletionStage<HistoryPage> page(HistoryQuery query) {
    return operations
        .run(new Operation.ListHistory(query))
        .thenApply(reply -> ((Reply.Page) reply).page());
  }

  /** A query for one checkpoint: {@code id}, or the newest before {@code before}. */
  private static HistoryQuery query(
      NamespaceKey place, @Nullable CheckpointId id, @Nullable CheckpointId before) {
    return new HistoryQuery(
        place.thread().tenant(),
        place.thread().thread(),
        place.namespace(),
        id,
        before,
        CheckpointMetadata.EMPTY,
        1,
        NO_BYTES,
        false,
        null);
  }

  private <T> CompletionStage<T> absent(ThreadKey thread) {
    return threads
        .find(thread)
        .thenCompose(
            exists ->
                CompletableFuture.failedFuture(
                    new Failure.Plain(
                        Code.CHECKPOINT_NOT_FOUND, "the thread has no such checkpoint")));
  }

  private static <T> CompletionStage<T> done(T result) {
    return CompletableFuture.completedFuture(result);
  }
}
