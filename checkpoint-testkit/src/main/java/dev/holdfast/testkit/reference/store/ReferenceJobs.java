package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.ClaimedJob.Phase;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.IndexJob.State;
import dev.holdfast.core.store.jobs.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a {@link ReferenceItemStore}.
 *
 * @param jobs the oldest first
 */
record ReferenceJobs(ReferenceItemStore store, List<JobEntry> jobs) implements JobStore {
  private static final int MOST = 16;
  private static final Duration KEPT = Duration.ofDays(7);

  @Override
  public CompletionStage<IndexJob> start(
      TenantId tenant, IndexJob.Kind kind, @Nullable IndexDefinition definition) {
    synchronized (store) {
      List<JobEntry> open = of(tenant).filter(JobEntry::unfinished).toList();
      Optional<JobEntry> same =
          open.stream()
              .filter(one -> one.job.kind() == kind)
              .filter(one -> Objects.equals(one.definition, definition))
              .findFirst();
      if (same.isPresent()) {
        return CompletableFuture.completedFuture(same.get().job);
      }
      return open.size() < MOST
          ? CompletableFuture.completedFuture(added(tenant, kind, definition))
          : CompletableFuture.failedFuture(Failure.RetryLater.overloaded(Duration.ofSeconds(1)));
    }
  }

  private IndexJob added(
      TenantId tenant, IndexJob.Kind kind, @Nullable IndexDefinition definition) {
    Instant now = store.now();
    var job =
        new IndexJob(store.nextNumber(), tenant, kind, State.WAITING, 0, 0, null, null, now, now);
    jobs.add(new JobEntry(job, definition));
    return job;
  }

  private Stream<JobEntry> of(TenantId tenant) {
    return jobs.stream().filter(one -> one.job.tenant().equals(tenant));
  }

  private Optional<JobEntry> entry(TenantId tenant, long id) {
    return of(tenant).filter(one -> one.job.id() == id).findFirst();
  }

  @Override
  public CompletionStage<Optional<IndexJob>> find(TenantId tenant, long id) {
    return locked(() -> entry(tenant, id).map(one -> one.job));
  }

  @Override
  public CompletionStage<List<IndexJob>> list(TenantId tenant, int most) {
    return locked(
        () ->
            of(tenant)
                .map(one -> one.job)
                .sorted(Comparator.comparing(IndexJob::id).reversed())
                .limit(most)
                .toList());
  }

  @Override
  public CompletionStage<Optional<IndexJob>> cancel(TenantId tenant, long id) {
    return locked(
        () -> {
          Optional<JobEntry> found = entry(tenant, id);
          found
              .filter(JobEntry::unfinished)
              .ifPresent(one -> one.end(State.CANCELLED, null, null, store.now()));
          return found.map(one -> one.job);
        });
  }

  @Override
  public CompletionStage<Optional<ClaimedJob>> claim(Duration lease) {
    return locked(
        () ->
            jobs.stream()
                .filter(one -> one.free(store.now()) && first(one))
                .min(Comparator.comparing(one -> one.job.updatedAt()))
                .map(
                    one -> {
                      one.fencing++;
                      return held(one, lease, one.job.seen(), one.job.enqueued());
                    }));
  }

  /** Whether no earlier one of its tenant is unfinished. */
  private boolean first(JobEntry job) {
    return of(job.job.tenant()).filter(JobEntry::unfinished).findFirst().orElseThrow() == job;
  }

  private ClaimedJob held(JobEntry job, Duration lease, long seen, long enqueued) {
    job.lease = store.now().plus(lease);
    job.move(State.RUNNING, seen, enqueued, store.now());
    return job.claimed(store.now());
  }

  private Optional<JobEntry> owned(ClaimedJob claim) {
    return jobs.stream().filter(one -> one.ownedBy(claim)).findFirst();
  }

  @Override
  public CompletionStage<Optional<ClaimedJob>> begin(
      ClaimedJob job, @Nullable IndexDefinition replacement, Duration lease) {
    return locked(
        () ->
            owned(job)
                .map(
                    one -> {
                      one.phase = Phase.ENQUEUEING;
                      if (replacement != null) {
                        var unused = store.indexes().replace(one.job.tenant(), replacement);
                      }
                      return held(one, lease, one.job.seen(), one.job.enqueued());
                    }));
  }

  @Override
  public CompletionStage<Optional<ClaimedJob>> page(ClaimedJob job, int most, Duration lease) {
    return locked(() -> owned(job).map(one -> paged(one, most, lease)));
  }

  private ClaimedJob paged(JobEntry job, int most, Duration lease) {
    IndexQueue.Page page =
        store
            .queue()
            .enqueueStale(job.job.tenant(), job.cursor, most, true)
            .toCompletableFuture()
            .join();
    job.phase = page.last() == null ? Phase.INDEXING : Phase.ENQUEUEING;
    job.cursor = page.last() == null ? job.cursor : page.last();
    job.enqueuedAt = store.now();
    return held(job, lease, job.job.seen() + page.seen(), job.job.enqueued() + page.enqueued());
  }

  @Override
  public CompletionStage<Void> putOff(ClaimedJob job, Duration later) {
    synchronized (store) {
      owned(job).ifPresent(one -> one.lease = store.now().plus(later));
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public CompletionStage<Void> finish(
      ClaimedJob job, State state, @Nullable IndexStatus result, @Nullable String code) {
    synchronized (store) {
      owned(job).ifPresent(one -> one.end(state, result, code, store.now()));
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public CompletionStage<Integer> scheduleChecks(Duration every) {
    return locked(
        () -> {
          Instant old = store.now().minus(KEPT);
          jobs.removeIf(one -> !one.unfinished() && one.job.updatedAt().isBefore(old));
          List<TenantId> unchecked =
              store.tenants().stream()
                  .filter(tenant -> store.living(tenant).index != null)
                  .filter(tenant -> of(tenant).noneMatch(one -> checked(one, every)))
                  .toList();
          unchecked.forEach(tenant -> added(tenant, IndexJob.Kind.CHECK, null));
          return unchecked.size();
        });
  }

  private boolean checked(JobEntry job, Duration every) {
    return (job.unfinished() || job.job.kind() == IndexJob.Kind.CHECK)
        && job.job.createdAt().plus(every).isAfter(store.now());
  }

  private <T> CompletionStage<T> locked(Supplier<T> step) {
    synchronized (store) {
      return CompletableFuture.completedFuture(step.get());
    }
  }
}
