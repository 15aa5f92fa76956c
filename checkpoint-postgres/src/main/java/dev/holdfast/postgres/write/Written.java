package dev.holdfast.postgres.write;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.spi.WriteVolume;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.view.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group that is committed.
 *
 * @param scene its threads
 * @param draft what became of it
 * @param call its records
 * @param statements that were sent
 */
record Written(Scene scene, Draft draft, AppendCall call, int statements) {

  /** What it took, and what each call would have taken by itself. */
  private WriteVolume volume(List<Append> group) {
    int calls = 0;
    long rowsAlone = 0;
    long bytesAlone = 0;
    for (int i = 0; i < group.size(); i++) {
      if (draft.outcomes().get(i) instanceof Outcome.Done) {
        calls++;
        rowsAlone += group.get(i).rows();
        bytesAlone += group.get(i).representedBytes();
      }
    }
    return new WriteVolume(
        calls, statements, call.records().size(), call.packedBytes(), rowsAlone, bytesAlone);
  }

  /** Tells {@code observer} of it, and of the signals that are committed with it. */
  void tell(WriteObserver observer, List<Append> group, List<AttachedSignal> signals) {
    observer.written(volume(group));
    if (!signals.isEmpty()) {
      observer.signalled(signals);
    }
    Map<ThreadKey, Integer> grown = new LinkedHashMap<>();
    for (RecordDraft one : draft.drafts()) {
      if (one.thread.history == HistoryPolicy.LATEST && !one.takesCheckpoint()) {
        grown.merge(one.thread.key, 1, Integer::sum);
      }
    }
    grown.forEach(observer::grown);
  }

  /** Remembers it, and says what became of each operation. */
  List<Outcome<Appended>> remember(Views views, RecordCache cache) {
    List<RecordDraft> drafts = draft.drafts();
    for (int i = 0; i < drafts.size(); i++) {
      StoredRecord record = call.records().get(i);
      cache.keep(drafts.get(i).thread.life.number(), record);
    }
    scene.threads().forEach(thread -> views.give(thread.key, thread.view()));
    return draft.outcomes();
  }
}
