package dev.holdfast.core.spi;

import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Writes checkpoints and pending writes of any threads in one transaction.
 *
 * <p>Rules for equal keys, stored or in the same group, in request order: of ordinary writes the
 * first stays; a special write and a checkpoint are replaced, unless by a lower sequence of the
 * same session; a checkpoint put again keeps its first parent, and its first value for a version.
 *
 * <p>A channel version that comes without a value has the one that it has at the parent, else at
 * the newest checkpoint of the namespace, else the put fails with {@code MISSING_VALUES}. What
 * comes with a put and is stored there already, at the same version of the parent, stays as it is
 * stored.
 */
public interface CheckpointWriter extends GroupWriter<Append, Appended> {

  /**
   * The same for appends that have signals. Each is committed with its signals or refused with
   * them: a key that came with another signal, unless the first wins, is {@code SIGNAL_KEY_REUSED}.
   * A repeat of an append that is stored already accepts its signals all the same.
   */
  CompletionStage<List<Outcome<Committed>>> commit(List<Commit> group);

  @Override
  default CompletionStage<List<Outcome<Appended>>> write(List<Append> group) {
    return commit(group.stream().map(append -> new Commit(append, List.of())).toList())
        .thenApply(outcomes -> outcomes.stream().map(one -> one.map(Committed::appended)).toList());
  }
}
