package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.TENANT;
import static dev.holdfast.postgres.store.index.Indexed.key;
import static dev.holdfast.postgres.store.index.Indexed.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a page enqueues and where the job is then are one transaction. */
final class JobPageIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final Duration LEASE = Duration.ofMinutes(1);

  @AfterEach
  void mend() {
    POSTGRES.database().execute("drop function if exists public.fail_page() cascade");
  }

  private static ClaimedJob begun(PgJobStore jobs) {
    POSTGRES.empty();
    var store = new Indexed(POSTGRES.pool());
    store.put(put(key("a", "1"), Indexing.AS_DEFINED), put(key("a", "2"), Indexing.AS_DEFINED));
    store.define(1, EmbeddedBy.SERVER);
    Await.result(jobs.start(TENANT, IndexJob.Kind.REPAIR, null));
    ClaimedJob claim = Await.result(jobs.claim(LEASE)).orElseThrow();
    return Await.result(jobs.begin(claim, null, LEASE)).orElseThrow();
  }

  private static String queued() {
    return POSTGRES.database().column("select count(*)::text from holdfast.item_queue").get(0);
  }

  @Test
  void aPageWhoseItemsCannotBeEnqueuedDoesNotMoveOn() {
    failsWholly("after insert on holdfast.item_queue");
  }

  @Test
  void aPageThatCannotMoveOnEnqueuesNothing() {
    failsWholly("after update on holdfast.store_jobs");
  }

  private static void failsWholly(String moment) {
    // Given
    var jobs = new PgJobStore(POSTGRES.pool());
    ClaimedJob claim = begun(jobs);
    var database = POSTGRES.database();
    database.execute(
        "create function public.fail_page() returns trigger language plpgsql as $$ begin raise 'no'; end $$");
    database.execute(
        "create trigger fail_page " + moment + " for each row execute function public.fail_page()");

    // When
    assertThatThrownBy(() -> Await.result(jobs.page(claim, 1, LEASE))).isNotNull();
    database.execute("drop function public.fail_page() cascade");

    // Then
    assertThat(queued()).isEqualTo("0");
    ClaimedJob first = Await.result(jobs.page(claim, 1, LEASE)).orElseThrow();
    assertThat(first.job().seen()).isEqualTo(1);
    assertThat(queued()).isEqualTo("1");
  }

  @Test
  void aLanguageThatIsNotThereReplacesNothing() {
    // Given
    var jobs = new PgJobStore(POSTGRES.pool());
    ClaimedJob claim = begun(jobs);
    var before = new Indexed(POSTGRES.pool()).index();
    var klingon =
        new IndexDefinition("m", 1, Distance.L2, List.of("$"), EmbeddedBy.SERVER, false, "klingon");

    // When
    assertThatThrownBy(() -> Await.result(jobs.begin(claim, klingon, LEASE)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("text search configuration");

    // Then
    assertThat(new Indexed(POSTGRES.pool()).index()).isEqualTo(before);
  }
}
