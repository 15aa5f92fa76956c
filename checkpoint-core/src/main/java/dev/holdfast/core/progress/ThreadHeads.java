package dev.holdfast.core.progress;

import dev.holdfast.core.model.ThreadKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads what progress is judged by, without the state. */
public interface ThreadHeads {

  /** The head of a thread's root namespace from one snapshot; empty if there is none. */
  CompletionStage<Optional<ThreadHead>> find(ThreadKey thread);
}
