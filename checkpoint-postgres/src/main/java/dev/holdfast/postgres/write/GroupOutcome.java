package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What became of a group.
 *
 * @param lives the incarnations its rows are under
 * @param results what those that are committed did; calls that were split are not among them
 * @param refused those that had no effect
 */
record GroupOutcome(
    Assigned lives,
    IdentityHashMap<Append, Appended> results,
    IdentityHashMap<Append, Failure> refused) {

  /** One outcome for each operation of {@code group}. */
  List<Outcome<Appended>> of(List<Append> group) {
    List<Outcome<Appended>> outcomes = new ArrayList<>(group.size());
    for (Append append : group) {
      Failure failure = refused.get(append);
      outcomes.add(
          failure == null ? new Outcome.Done<>(result(append)) : new Outcome.Refused<>(failure));
    }
    return outcomes;
  }

  private Appended result(Append append) {
    Appended result = results.get(append);
    return result == null ? new Appended.WritesStored(lives.of(append.key().thread())) : result;
  }
}
