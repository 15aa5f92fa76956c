package dev.holdfast.core.store;

import dev.holdfast.core.model.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds every round until the test says how it ends. */
final class HeldReader implements StoreReader {
  private record Held(List<StoreReads> batches, CompletableFuture<List<List<StoreResult>>> stage) {}

  private final List<String> seen = new ArrayList<>();
  private final Deque<Held> held = new ArrayDeque<>();

  @Override
  public CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads) {
    throw new AssertionError("rounds are asked for");
  }

  @Override
  public CompletionStage<List<List<StoreResult>>> readAll(List<StoreReads> batches) {
    seen.add(String.join(" ", batches.stream().map(HeldReader::name).toList()));
    var stage = new CompletableFuture<List<List<StoreResult>>>();
    held.add(new Held(List.copyOf(batches), stage));
    return stage;
  }

  /** Every round so far, its batches joined by blanks, their keys by plus signs. */
  List<String> rounds() {
    return seen;
  }

  /** Answers each read of the oldest round with its name. */
  void answer() {
    Held next = held.remove();
    next.stage().complete(next.batches().stream().map(HeldReader::found).toList());
  }

  /** Answers the oldest round with these. */
  void answer(List<List<StoreResult>> results) {
    held.remove().stage().complete(results);
  }

  /** Fails the oldest round. */
  void fail(Throwable error) {
    held.remove().stage().completeExceptionally(error);
  }

  private static List<StoreResult> found(StoreReads batch) {
    return batch.reads().stream().map(read -> result(name(read))).toList();
  }

  /** Something that tells one name. */
  static StoreResult result(String name) {
    return new StoreResult.Namespaces(List.of(new StoreNamespace(List.of(name))));
  }

  private static String name(StoreReads batch) {
    return String.join("+", batch.reads().stream().map(HeldReader::name).toList());
  }

  private static String name(StoreOperation.Read read) {
    return read instanceof StoreOperation.Get get ? get.key().key() : "search";
  }
}
