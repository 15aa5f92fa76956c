package dev.holdfast.core.progress;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.signal.AttachedSignal;
import java.util.List;

/** Which signals are committed with a write because of what it makes of its thread. */
@FunctionalInterface
public interface CommitRules {

  /** None at all. */
  CommitRules NONE = append -> List.of();

  /** The signals of {@code append}; each gives way to an earlier one with its key. Never fails. */
  List<AttachedSignal> of(Append append);
}
