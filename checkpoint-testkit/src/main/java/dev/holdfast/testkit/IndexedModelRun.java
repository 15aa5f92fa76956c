package dev.holdfast.testkit;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.indexing.IndexItems;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.IndexFixtures;
import dev.holdfast.testkit.gen.ItemFixtures;
import dev.holdfast.testkit.gen.ItemStep;
import dev.holdfast.testkit.gen.SeededItems;
import dev.holdfast.testkit.gen.SeededMeaning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeded operations with vectors and queries on a long-term store and on the reference, one
 * after the other, and stops at the first answer that differs. One tenant has an index.
 */
public final class IndexedModelRun {
  private static final double PRECISION = 1e6;
  private static final int WORK_EVERY = 3;
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final long seed;
  private final SeededMeaning operations;
  private final IndexedStores store;
  private final IndexedStores reference = IndexedStores.reference();
  private final List<ItemStep> history = new ArrayList<>();

  private IndexedModelRun(long seed, IndexedStores store) {
    this.seed = seed;
    this.operations = new SeededMeaning(seed);
    this.store = store;
  }

  /**
   * Compares the answers to {@code steps} operations, and after each the whole content and what is
   * indexed of it.
   *
   * @param seed its remainder by six chooses the index: two distances; client, queued, server
   * @param store over empty storage without indexes; it has a few minutes
   * @throws AssertionError with the seed, the steps and both answers, at the first difference
   */
  public static void compare(long seed, int steps, IndexedStores store) {
    var run = new IndexedModelRun(seed, store);
    for (IndexedStores one : List.of(run.store, run.reference)) {
      Await.result(one.indexes().define(Fixtures.TENANT, run.operations.definition()));
    }
    for (int i = 1; i <= steps; i++) {
      run.step(run.operations.next());
      if (i % WORK_EVERY == 0) {
        run.check("work", IndexedModelRun::work);
      }
    }
  }

  private void step(ItemStep step) {
    history.add(step);
    check(text(step), stores -> answer(stores, step));
    for (TenantId tenant : SeededItems.TENANTS) {
      check("all of " + tenant, stores -> run(stores, tenant, everything()));
      check("status of " + tenant, stores -> status(stores, tenant));
    }
  }

  private static List<StoreOperation> everything() {
    return List.of(ItemFixtures.search().build(), ItemFixtures.namespaces().build());
  }

  private void check(String what, Function<IndexedStores, @Nullable Object> call) {
    String right = text(outcome(reference, call));
    String wrong = text(outcome(store, call));
    if (!wrong.equals(right)) {
      throw new AssertionError(
          "seed %d, step %d, %s%nexpected: %s%nbut was:  %s%nafter:%n%s"
              .formatted(seed, history.size(), what, right, wrong, text(history)));
    }
  }

  private static @Nullable Object outcome(
      IndexedStores stores, Function<IndexedStores, @Nullable Object> call) {
    try {
      return call.apply(stores);
    } catch (Failure failure) {
      return failure;
    }
  }

  private static String text(@Nullable Object answer) {
    return new CanonicalItems().text(answer);
  }

  private static @Nullable Object answer(IndexedStores stores, ItemStep step) {
    if (step instanceof ItemStep.Batch batch) {
      return run(stores, batch.tenant(), batch.parts());
    } else if (step instanceof ItemStep.Group group) {
      List<StoreChange> ready = group.changes().stream().map(one -> ready(stores, one)).toList();
      return Await.result(stores.items().writer().write(ready));
    }
    stores.items().time().accept(((ItemStep.Pass) step).time());
    return null;
  }

  private static Object run(IndexedStores stores, TenantId tenant, List<StoreOperation> parts) {
    var results = Await.result(stores.batches(IndexFixtures.LETTERS).run(tenant, parts));
    return results.stream().map(IndexedModelRun::rounded).toList();
  }

  /** A store may add the products up as floats. */
  private static StoreResult rounded(StoreResult result) {
    return result instanceof StoreResult.Items found
        ? new StoreResult.Items(
            found.items(),
            found.scores().stream()
                .map(score -> Math.round(score * PRECISION) / PRECISION)
                .toList())
        : result;
  }

  private static StoreChange ready(IndexedStores stores, StoreChange change) {
    var preparation = stores.preparation(IndexFixtures.LETTERS);
    var parts = List.<StoreOperation>copyOf(change.puts());
    var puts = Await.result(preparation.prepare(change.tenant(), parts, Long.MAX_VALUE));
    return new StoreChange(
        change.tenant(), puts.stream().map(Put.class::cast).toList(), change.refreshed());
  }

  private static Object work(IndexedStores stores) {
    return Await.result(new IndexItems(stores.queue(), IndexFixtures.LETTERS, 1000, LEASE).step());
  }

  private static Object status(IndexedStores stores, TenantId tenant) {
    IndexStatus status = Await.result(stores.queue().status(tenant));
    return new IndexStatus(
        status.items(),
        status.indexed(),
        status.stale(),
        status.failed(),
        status.waiting(),
        Duration.ZERO);
  }
}
