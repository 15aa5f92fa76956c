package dev.holdfast.core.store.jobs;

import dev.holdfast.core.index.IndexDefinition;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job that this replica is at.
 *
 * @param fencing another one with each claim; who has an old one changes nothing any more
 * @param definition what a rebuild is to make; null: what is there
 * @param phase what is to be done next
 * @param sinceEnqueued how long ago the last item was enqueued; zero before
 */
public record ClaimedJob(
    IndexJob job,
    long fencing,
    @Nullable IndexDefinition definition,
    Phase phase,
    Duration sinceEnqueued) {

  /** Where a job is; it is kept with the job. */
  public enum Phase {
    /** Nothing is done. */
    BEGUN,
    /** Items are enqueued, page by page. */
    ENQUEUEING,
    /** What was enqueued is indexed, by whoever works on the queue. */
    INDEXING;

    /** The name in SQL. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
