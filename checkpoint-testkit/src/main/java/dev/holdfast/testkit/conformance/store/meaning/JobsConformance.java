package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byNobody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.IndexJob.Kind;
import dev.holdfast.core.store.jobs.IndexJob.State;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs are started once, listed, cancelled, and forgotten when they have ended long ago. */
public abstract class JobsConformance extends MeaningConformanceBase {
  private static final int MOST = 16;
  private static final Duration HOUR = Duration.ofHours(1);

  private IndexJob start(TenantId tenant, String field) {
    return Await.result(stores.jobs().start(tenant, Kind.REBUILD, byNobody(field)));
  }

  private IndexJob start(Kind kind) {
    return Await.result(stores.jobs().start(TENANT, kind, null));
  }

  private Optional<IndexJob> found(TenantId tenant, long id) {
    return Await.result(stores.jobs().find(tenant, id));
  }

  private Optional<IndexJob> cancel(TenantId tenant, long id) {
    return Await.result(stores.jobs().cancel(tenant, id));
  }

  private Optional<ClaimedJob> claimed() {
    return Await.result(stores.jobs().claim(LEASE));
  }

  private int scheduled() {
    return Await.result(stores.jobs().scheduleChecks(HOUR));
  }

  private void finish(State state) {
    Await.result(stores.jobs().finish(claimed().orElseThrow(), state, null, "limit-exceeded"));
  }

  @Test
  void whatIsStartedWaitsAndIsFound() {
    IndexJob job = start(Kind.REPAIR);

    assertThat(job.tenant()).isEqualTo(TENANT);
    assertThat(job.kind()).isEqualTo(Kind.REPAIR);
    assertThat(job.state()).isEqualTo(State.WAITING);
    assertThat(List.of(job.seen(), job.enqueued())).containsExactly(0L, 0L);
    assertThat(job.result()).isNull();
    assertThat(job.code()).isNull();
    assertThat(found(TENANT, job.id())).contains(job);
  }

  @Test
  void oneThatIsNotFinishedIsAnsweredInsteadOfASecond() {
    // Given
    IndexJob repair = start(Kind.REPAIR);
    IndexJob rebuild = start(TENANT, "a");
    claimed();

    // When, then
    assertThat(start(Kind.REPAIR).id()).isEqualTo(repair.id());
    assertThat(start(TENANT, "a").id()).isEqualTo(rebuild.id());
    assertThat(
            List.of(
                start(TENANT, "b").id(),
                start(Kind.CHECK).id(),
                start(OTHER_TENANT, "a").id(),
                start(Kind.REBUILD).id()))
        .doesNotContain(repair.id(), rebuild.id())
        .doesNotHaveDuplicates();
  }

  @Test
  void afterItsEndAnotherIsStarted() {
    IndexJob job = start(Kind.REPAIR);
    finish(State.FAILED);

    IndexJob next = start(Kind.REPAIR);

    assertThat(next.id()).isGreaterThan(job.id());
    assertThat(found(TENANT, job.id()).orElseThrow().state()).isEqualTo(State.FAILED);
    assertThat(found(TENANT, job.id()).orElseThrow().code()).isEqualTo("limit-exceeded");
  }

  @Test
  void tooManyAreRefused() {
    // Given
    IndexJob first = start(TENANT, "a0");
    for (int i = 1; i < MOST; i++) {
      start(TENANT, "a" + i);
    }

    // When
    Failure failure = catchThrowableOfType(Failure.class, () -> start(TENANT, "one more"));

    // Then
    assertThat(failure.code()).isEqualTo(Code.OVERLOADED);
    assertThat(start(TENANT, "a0").id()).isEqualTo(first.id());
    start(OTHER_TENANT, "a");
    cancel(TENANT, first.id());
    start(TENANT, "one more");
  }

  @Test
  void theNewestIsListedFirst() {
    IndexJob first = start(TENANT, "a");
    IndexJob second = start(TENANT, "b");
    IndexJob third = start(Kind.CHECK);
    start(OTHER_TENANT, "a");

    assertThat(Await.result(stores.jobs().list(TENANT, 9))).containsExactly(third, second, first);
    assertThat(Await.result(stores.jobs().list(TENANT, 2))).containsExactly(third, second);
  }

  @Test
  void anotherTenantsIsNotThere() {
    IndexJob job = start(Kind.CHECK);

    assertThat(found(OTHER_TENANT, job.id())).isEmpty();
    assertThat(cancel(OTHER_TENANT, job.id())).isEmpty();
    assertThat(found(TENANT, job.id())).contains(job);
  }

  @Test
  void whatIsCancelledIsNotBegun() {
    IndexJob job = start(Kind.REPAIR);

    IndexJob cancelled = cancel(TENANT, job.id()).orElseThrow();

    assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
    assertThat(claimed()).isEmpty();
  }

  @Test
  void whatHasEndedIsNotCancelled() {
    IndexJob job = start(Kind.REPAIR);
    finish(State.DONE);

    assertThat(cancel(TENANT, job.id()).orElseThrow().state()).isEqualTo(State.DONE);
  }

  @Test
  void anIndexIsCheckedOnceInAWhile() {
    // Given
    assertThat(scheduled()).isZero();
    define(byNobody());

    // When, then
    assertThat(scheduled()).isEqualTo(1);
    assertThat(scheduled()).isZero();
    finish(State.DONE);
    assertThat(scheduled()).isZero();
    pass(HOUR);
    assertThat(scheduled()).isEqualTo(1);
  }

  @Test
  void whatEndedAWeekAgoIsForgotten() {
    // Given
    IndexJob ended = start(Kind.REPAIR);
    finish(State.DONE);
    IndexJob waits = start(Kind.CHECK);

    // When, then
    pass(Duration.ofDays(6));
    scheduled();
    assertThat(found(TENANT, ended.id())).isPresent();
    pass(Duration.ofDays(2));
    scheduled();
    assertThat(found(TENANT, ended.id())).isEmpty();
    assertThat(found(TENANT, waits.id())).isPresent();
  }
}
