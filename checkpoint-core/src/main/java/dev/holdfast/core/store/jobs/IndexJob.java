package dev.holdfast.core.store.jobs;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexStatus;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Work on the index of a tenant, durable. A tenant's jobs are done one after the other.
 *
 * @param id never used again
 * @param seen items that were looked at
 * @param enqueued those of them that wait to be indexed because of this job
 * @param result how far the index was when the job was done; null before
 * @param code why it failed, or why it could not do more; null if there is nothing to say
 * @param createdAt microseconds
 * @param updatedAt microseconds
 */
public record IndexJob(
    long id,
    TenantId tenant,
    Kind kind,
    State state,
    long seen,
    long enqueued,
    @Nullable IndexStatus result,
    @Nullable String code,
    Instant createdAt,
    Instant updatedAt) {

  /** What is to be done. */
  public enum Kind {
    /** Counts, and finds what was lost. */
    CHECK,
    /** Enqueues what is stale or failed, and waits until it is indexed or has failed. */
    REPAIR,
    /** Defines the index anew, enqueues everything, and waits as a repair does. */
    REBUILD;

    /** The name in JSON and SQL, e.g. {@code rebuild}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far a job is. */
  public enum State {
    /** Nobody has begun. */
    WAITING,
    /** Somebody is at it, or will take it over. */
    RUNNING,
    /** It is done; {@link IndexJob#result} says what came of it. */
    DONE,
    /** It cannot be done; {@link IndexJob#code} says why. */
    FAILED,
    /** Somebody wanted it no more; what it had enqueued still waits. */
    CANCELLED;

    /** The name in JSON and SQL, e.g. {@code running}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
