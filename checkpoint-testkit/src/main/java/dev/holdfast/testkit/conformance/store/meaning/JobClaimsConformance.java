package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byNobody;
import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.ClaimedJob.Phase;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.IndexJob.Kind;
import dev.holdfast.core.store.jobs.IndexJob.State;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One is at a job at a time; who has lost it changes nothing. */
public abstract class JobClaimsConformance extends MeaningConformanceBase {
  private static final int ITEMS = 5;

  private IndexJob start(TenantId tenant, Kind kind, @Nullable IndexDefinition definition) {
    return Await.result(stores.jobs().start(tenant, kind, definition));
  }

  private Optional<ClaimedJob> claimed() {
    return Await.result(stores.jobs().claim(LEASE));
  }

  private Optional<ClaimedJob> begin(ClaimedJob claim, @Nullable IndexDefinition replacement) {
    return Await.result(stores.jobs().begin(claim, replacement, LEASE));
  }

  private Optional<ClaimedJob> page(ClaimedJob claim) {
    return Await.result(stores.jobs().page(claim, 2, LEASE));
  }

  private void finish(ClaimedJob claim, @Nullable IndexStatus result) {
    Await.result(stores.jobs().finish(claim, State.DONE, result, null));
  }

  private IndexJob found(ClaimedJob claim) {
    return Await.result(stores.jobs().find(claim.job().tenant(), claim.job().id())).orElseThrow();
  }

  /** A repair of an index under which nothing is indexed yet. */
  private ClaimedJob repair() {
    for (int i = 0; i < ITEMS; i++) {
      run(put(item("k" + i, "n"), "a"));
    }
    define(byNobody());
    start(TENANT, Kind.REPAIR, null);
    return claimed().orElseThrow();
  }

  @Test
  void aClaimSaysWhatIsToBeDone() {
    // Given
    IndexJob started = start(TENANT, Kind.REBUILD, byNobody("a", "b"));

    // When
    ClaimedJob claim = claimed().orElseThrow();

    // Then
    assertThat(claim.job().id()).isEqualTo(started.id());
    assertThat(claim.job().state()).isEqualTo(State.RUNNING);
    assertThat(claim.definition()).isEqualTo(byNobody("a", "b"));
    assertThat(claim.phase()).isEqualTo(Phase.BEGUN);
    assertThat(claim.sinceEnqueued()).isZero();
  }

  @Test
  void theJobsOfATenantAreDoneOneAfterTheOther() {
    // Given
    IndexJob first = start(TENANT, Kind.CHECK, null);
    IndexJob second = start(TENANT, Kind.REPAIR, null);
    IndexJob other = start(OTHER_TENANT, Kind.CHECK, null);

    // When
    List<ClaimedJob> claims = List.of(claimed().orElseThrow(), claimed().orElseThrow());

    // Then
    assertThat(claims.stream().map(claim -> claim.job().id()))
        .containsExactlyInAnyOrder(first.id(), other.id());
    assertThat(claimed()).isEmpty();
    claims.forEach(claim -> finish(claim, null));
    assertThat(claimed().orElseThrow().job().id()).isEqualTo(second.id());
  }

  @Test
  void whenTheLeaseIsOverAnotherTakesItOver() {
    // Given
    ClaimedJob first = repair();
    assertThat(claimed()).isEmpty();

    // When
    pass(LEASE);
    ClaimedJob second = claimed().orElseThrow();

    // Then
    assertThat(second.job().id()).isEqualTo(first.job().id());
    assertThat(second.fencing()).isGreaterThan(first.fencing());
    assertThat(claimed()).isEmpty();
  }

  @Test
  void whoHasLostItChangesNothing() {
    // Given
    ClaimedJob lost = repair();
    StoreIndex index = Await.result(stores.indexes().find(TENANT)).orElseThrow();
    pass(LEASE);
    ClaimedJob kept = claimed().orElseThrow();

    // When
    Optional<ClaimedJob> begun = begin(lost, byServer());
    Optional<ClaimedJob> paged = page(lost);
    Await.result(stores.jobs().putOff(lost, Duration.ZERO));
    finish(lost, status());

    // Then
    assertThat(begun).isEmpty();
    assertThat(paged).isEmpty();
    assertThat(Await.result(stores.indexes().find(TENANT))).contains(index);
    assertThat(status().waiting()).isZero();
    assertThat(claimed()).isEmpty();
    assertThat(found(kept)).isEqualTo(kept.job());
    assertThat(begin(kept, null)).isPresent();
  }

  @Test
  void aJobThatIsCancelledWhileItRunsChangesNothingMore() {
    // Given
    ClaimedJob claim = begin(repair(), null).orElseThrow();
    page(claim);

    // When
    Await.result(stores.jobs().cancel(TENANT, claim.job().id()));
    Optional<ClaimedJob> paged = page(claim);
    Optional<ClaimedJob> begun = begin(claim, byServer());
    finish(claim, status());

    // Then
    assertThat(paged).isEmpty();
    assertThat(begun).isEmpty();
    assertThat(found(claim).state()).isEqualTo(State.CANCELLED);
    assertThat(found(claim).result()).isNull();
    assertThat(status().waiting()).isEqualTo(2);
    pass(LEASE);
    assertThat(claimed()).isEmpty();
  }

  @Test
  void whoTakesItOverGoesOnBehindTheLastPage() {
    // Given
    ClaimedJob lost = page(begin(repair(), null).orElseThrow()).orElseThrow();
    work();
    pass(LEASE);

    // When
    ClaimedJob kept = claimed().orElseThrow();
    Optional<ClaimedJob> late = page(lost);
    ClaimedJob second = page(kept).orElseThrow();
    ClaimedJob third = page(second).orElseThrow();

    // Then
    assertThat(kept.phase()).isEqualTo(Phase.ENQUEUEING);
    assertThat(late).isEmpty();
    assertThat(second.phase()).isEqualTo(Phase.ENQUEUEING);
    assertThat(List.of(second.job().seen(), second.job().enqueued())).containsExactly(4L, 4L);
    assertThat(third.phase()).isEqualTo(Phase.INDEXING);
    assertThat(List.of(third.job().seen(), third.job().enqueued())).containsExactly(5L, 5L);
    assertThat(status().waiting()).isEqualTo(3);
  }

  @Test
  void aRebuildReplacesTheIndexWhenItBegins() {
    // Given
    StoreIndex old = define(byServer());
    start(TENANT, Kind.REBUILD, byNobody("a"));
    ClaimedJob claim = claimed().orElseThrow();
    assertThat(Await.result(stores.indexes().find(TENANT))).contains(old);

    // When
    ClaimedJob begun = begin(claim, claim.definition()).orElseThrow();

    // Then
    StoreIndex index = Await.result(stores.indexes().find(TENANT)).orElseThrow();
    assertThat(begun.phase()).isEqualTo(Phase.ENQUEUEING);
    assertThat(index.definition()).isEqualTo(byNobody("a"));
    assertThat(index.number()).isNotEqualTo(old.number());
  }

  @Test
  void eachStepBeginsTheLeaseAnew() {
    ClaimedJob claim = repair();
    pass(LEASE.minusMinutes(1));
    begin(claim, null);
    pass(LEASE.minusMinutes(1));
    assertThat(claimed()).isEmpty();
    page(claim);
    pass(LEASE.minusMinutes(1));
    assertThat(claimed()).isEmpty();

    pass(Duration.ofMinutes(1));
    assertThat(claimed()).isPresent();
  }

  @Test
  void whatIsPutOffIsTakenUpLater() {
    // Given
    ClaimedJob claim = page(begin(repair(), null).orElseThrow()).orElseThrow();

    // When
    Await.result(stores.jobs().putOff(claim, Duration.ofMinutes(2)));

    // Then
    pass(Duration.ofMinutes(1));
    assertThat(claimed()).isEmpty();
    pass(Duration.ofMinutes(1));
    ClaimedJob again = claimed().orElseThrow();
    assertThat(again.phase()).isEqualTo(Phase.ENQUEUEING);
    assertThat(again.sinceEnqueued()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
  }

  @Test
  void whatCameOfItIsKept() {
    ClaimedJob claim = repair();
    IndexStatus status = status();

    finish(claim, status);

    assertThat(found(claim).state()).isEqualTo(State.DONE);
    assertThat(found(claim).result()).isEqualTo(status);
    assertThat(status.stale()).isEqualTo(ITEMS);
  }
}
