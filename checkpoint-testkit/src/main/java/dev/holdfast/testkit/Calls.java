package dev.holdfast.testkit;

import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.Step;
import java.util.concurrent.CompletionStage;

/** From a step to the call of a port. */
final class Calls {
  private Calls() {}

  static CompletionStage<?> call(Stores stores, Step step) {
    if (step instanceof Step.Write write) {
      return stores.writer().write(write.group());
    } else if (step instanceof Step.Find find) {
      return stores.reader().find(find.place(), find.id(), find.known(), find.splices());
    } else if (step instanceof Step.History history) {
      return stores.reader().list(history.query());
    } else if (step instanceof Step.Delta delta) {
      return stores.reader().deltaHistory(delta.place(), delta.id(), delta.channels());
    }
    return onThreads(stores, step);
  }

  private static CompletionStage<?> onThreads(Stores stores, Step step) {
    var threads = stores.threads();
    if (step instanceof Step.Delete delete) {
      return threads.delete(delete.thread(), delete.operation());
    } else if (step instanceof Step.DeleteForRuns delete) {
      return threads.deleteForRuns(Fixtures.TENANT, delete.runs(), delete.operation());
    } else if (step instanceof Step.Copy copy) {
      return threads.copy(copy.source(), copy.target(), copy.operation());
    } else if (step instanceof Step.Prune prune) {
      return threads.prune(Fixtures.TENANT, prune.threads(), prune.strategy(), prune.operation());
    } else if (step instanceof Step.SetHistory set) {
      return threads.setHistory(set.thread(), set.history(), null);
    } else if (step instanceof Step.Conflate conflate) {
      return threads.conflate(conflate.thread());
    } else if (step instanceof Step.Threads list) {
      return threads.threads(Fixtures.TENANT, list.prefix(), list.after(), list.limit());
    }
    throw new IllegalArgumentException(step.toString());
  }
}
