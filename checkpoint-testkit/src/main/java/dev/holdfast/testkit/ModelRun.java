package dev.holdfast.testkit;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SeededOperations;
import dev.holdfast.testkit.gen.Step;
import dev.holdfast.testkit.reference.ReferenceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeded operations on a store and on the reference, one after the other, and stops at the
 * first answer that differs.
 */
public final class ModelRun {
  private static final Step EVERYTHING = new Step.History(Fixtures.history().build());

  private final long seed;
  private final SeededOperations operations;
  private final Stores store;
  private final Stores reference;
  private final Canonical seen = new Canonical();
  private final Canonical expected = new Canonical();
  private final List<Step> history = new ArrayList<>();

  private ModelRun(long seed, Stores store) {
    this.seed = seed;
    this.operations = new SeededOperations(seed);
    this.store = store;
    var model = new ReferenceStore();
    this.reference = new Stores(model.writer(), model.reader(), model.threads());
  }

  /**
   * Compares the answers to {@code steps} operations, and after each change the whole content.
   *
   * @param store over empty storage
   * @throws AssertionError with the seed, the steps and both answers, at the first difference
   */
  public static void compare(long seed, int steps, Stores store) {
    var run = new ModelRun(seed, store);
    for (int i = 0; i < steps; i++) {
      run.step(run.operations.next());
    }
  }

  private void step(Step step) {
    history.add(step);
    check(step);
    if (!(step instanceof Step.Find
        || step instanceof Step.History
        || step instanceof Step.Delta
        || step instanceof Step.Threads)) {
      check(new Step.Threads("", null, 100));
      check(EVERYTHING);
    }
  }

  private void check(Step step) {
    Object should = answer(reference, step);
    learn(step, should);
    String right = expected.text(should);
    String wrong = seen.text(answer(store, translated(step)));
    if (!wrong.equals(right)) {
      throw new AssertionError(
          "seed %d, step %d, %s%nexpected: %s%nbut was:  %s%nafter:%n%s"
              .formatted(seed, history.size(), step, right, wrong, tail()));
    }
  }

  private String tail() {
    StringBuilder text = new StringBuilder();
    history.forEach(step -> text.append("  ").append(step).append('\n'));
    return text.toString();
  }

  private static @Nullable Object answer(Stores stores, Step step) {
    try {
      return whole(step, Await.result(Calls.call(stores, step)));
    } catch (Failure failure) {
      return failure;
    }
  }

  private static @Nullable Object whole(Step step, @Nullable Object answer) {
    if (step instanceof Step.Find find && answer instanceof Optional<?> tuple) {
      return tuple.map(found -> Whole.of((CheckpointTuple) found, find.held(), find.splices()));
    }
    return step instanceof Step.History history && answer instanceof HistoryPage page
        ? Whole.of(page, history.query().splices())
        : answer;
  }

  private void learn(Step step, @Nullable Object answer) {
    if (step instanceof Step.Write write && answer instanceof List<?> outcomes) {
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Done<?> done
            && done.result() instanceof Appended appended) {
          operations.learn(write.group().get(i).key().thread().thread(), appended.incarnation());
        }
      }
    } else if (step.equals(EVERYTHING) && answer instanceof Whole.Page page) {
      operations.learn(page.checkpoints(), page.values());
    }
  }

  /** The same operation with the numbers that the store has for the lives of the threads. */
  private Step translated(Step step) {
    return step instanceof Step.Write write
        ? new Step.Write(write.group().stream().map(this::translated).toList())
        : step;
  }

  private Append translated(Append append) {
    if (append.incarnation() == null) {
      return append;
    }
    Incarnation life = seen.life(expected.label(append.incarnation()));
    if (append instanceof CheckpointPut put) {
      return new CheckpointPut(
          put.key(),
          put.parent(),
          put.versions(),
          put.empty(),
          put.values(),
          put.metadata(),
          put.skeleton(),
          put.stamp(),
          life);
    }
    var call = (WritesPut) append;
    return new WritesPut(call.key(), call.writes(), call.stamp(), life);
  }
}
