package dev.holdfast.testkit;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.testkit.gen.ItemFixtures;
import dev.holdfast.testkit.gen.ItemStep;
import dev.holdfast.testkit.gen.SeededItems;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeded operations on a long-term store and on the reference, one after the other, and stops
 * at the first answer that differs.
 */
public final class ItemModelRun {
  private static final List<StoreOperation> EVERYTHING =
      List.of(ItemFixtures.search().build(), ItemFixtures.namespaces().build());

  private final long seed;
  private final SeededItems operations;
  private final ItemStores store;
  private final ItemStores reference;
  private final List<ItemStep> history = new ArrayList<>();

  private ItemModelRun(long seed, ItemStores store) {
    this.seed = seed;
    this.operations = new SeededItems(seed);
    this.store = store;
    var model = new ReferenceItemStore();
    this.reference = new ItemStores(model, model, model::pass);
  }

  /**
   * Compares the answers to {@code steps} operations, and after each the whole content.
   *
   * @param store over empty storage; it has a few minutes
   * @throws AssertionError with the seed, the steps and both answers, at the first difference
   */
  public static void compare(long seed, int steps, ItemStores store) {
    var run = new ItemModelRun(seed, store);
    for (int i = 0; i < steps; i++) {
      run.step(run.operations.next());
    }
  }

  private void step(ItemStep step) {
    history.add(step);
    check(step);
    for (TenantId tenant : SeededItems.TENANTS) {
      check(new ItemStep.Batch(tenant, EVERYTHING));
    }
  }

  private void check(ItemStep step) {
    String right = text(answer(reference, step));
    String wrong = text(answer(store, step));
    if (!wrong.equals(right)) {
      throw new AssertionError(
          "seed %d, step %d, %s%nexpected: %s%nbut was:  %s%nafter:%n%s"
              .formatted(seed, history.size(), text(step), right, wrong, text(history)));
    }
  }

  private static String text(@Nullable Object answer) {
    return new CanonicalItems().text(answer);
  }

  private static @Nullable Object answer(ItemStores stores, ItemStep step) {
    try {
      if (step instanceof ItemStep.Batch batch) {
        var batches = new StoreBatches(stores.writer(), stores.reader());
        return Await.result(batches.run(batch.tenant(), batch.parts()));
      } else if (step instanceof ItemStep.Group group) {
        return Await.result(stores.writer().write(group.changes()));
      }
      stores.time().accept(((ItemStep.Pass) step).time());
      return null;
    } catch (Failure failure) {
      return failure;
    }
  }
}
