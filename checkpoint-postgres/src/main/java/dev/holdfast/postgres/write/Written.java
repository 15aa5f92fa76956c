package dev.holdfast.postgres.write;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Appended;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.view.Views;
import java.util.List;

/**
 * A group that is committed.
 *
 * @param scene its threads
 * @param draft what became of it
 * @param call its records
 */
record Written(Scene scene, Draft draft, AppendCall call) {

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
