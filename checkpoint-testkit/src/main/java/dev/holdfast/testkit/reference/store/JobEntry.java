package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.IndexJob.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job and where it is. */
final class JobEntry {
  final @Nullable IndexDefinition definition;
  IndexJob job;
  ClaimedJob.Phase phase = ClaimedJob.Phase.BEGUN;
  @Nullable ItemKey cursor;
  @Nullable Instant enqueuedAt;
  @Nullable Instant lease;
  long fencing;

  JobEntry(IndexJob job, @Nullable IndexDefinition definition) {
    this.job = job;
    this.definition = definition;
  }

  boolean unfinished() {
    return job.state() == State.WAITING || job.state() == State.RUNNING;
  }

  boolean free(Instant now) {
    return unfinished() && (lease == null || !lease.isAfter(now));
  }

  boolean ownedBy(ClaimedJob claim) {
    return job.id() == claim.job().id()
        && fencing == claim.fencing()
        && job.state() == State.RUNNING;
  }

  void move(State state, long seen, long enqueued, Instant now) {
    set(state, seen, enqueued, job.result(), job.code(), now);
  }

  void end(State state, @Nullable IndexStatus result, @Nullable String code, Instant now) {
    set(state, job.seen(), job.enqueued(), result, code, now);
  }

  private void set(
      State state,
      long seen,
      long enqueued,
      @Nullable IndexStatus result,
      @Nullable String code,
      Instant now) {
    job =
        new IndexJob(
            job.id(),
            job.tenant(),
            job.kind(),
            state,
            seen,
            enqueued,
            result,
            code,
            job.createdAt(),
            now);
  }

  ClaimedJob claimed(Instant now) {
    Duration since = enqueuedAt == null ? Duration.ZERO : Duration.between(enqueuedAt, now);
    return new ClaimedJob(job, fencing, definition, phase, since);
  }
}
