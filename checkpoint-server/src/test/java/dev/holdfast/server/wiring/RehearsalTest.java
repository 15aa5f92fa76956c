package dev.holdfast.server.wiring;

import static dev.holdfast.server.support.Client.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.SampleBatch;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class RehearsalTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Counters of what callers ask for. */
  private static final List<String> CALLS =
      List.of(
          "holdfast_operations",
          "holdfast_group_commit",
          "holdfast_store",
          "holdfast_cache",
          "checkpoint_");

  private final TenantId tenant = new TenantId(fresh("rehearsal"));

  @Inject Holdfast holdfast;
  @Inject Signals signals;

  @Test
  void itIsOverAndLeavesNothing() {
    // When
    Await.result(holdfast.rehearse(holdfast.pool(), tenant, signals.acceptance()));

    // Then
    assertThat(count("select count(*) from holdfast.threads where tenant_id = $1")).isZero();
    assertThat(count("select count(*) from holdfast.items where tenant_id = $1")).isZero();
    assertThat(count("select count(*) from holdfast.operations where tenant_id = $1")).isZero();
    awaitSwept();
  }

  @Test
  void itIsNotCounted() {
    // Given
    List<String> before = calls();

    // When
    Await.result(holdfast.rehearse(holdfast.pool(), tenant, signals.acceptance()));

    // Then
    assertThat(before).isNotEmpty();
    assertThat(calls()).isEqualTo(before);
  }

  @Test
  void whereAnOperationFailsItFailsAndLeavesNothingEither() {
    // Given
    var place =
        new NamespaceKey(new ThreadKey(tenant, SampleBatch.THREAD), new CheckpointNamespace(""));
    var first = Fixtures.put(place, "00000000-0000-6000-8000-000000000001");
    var another = first.stamp(1, Long.MAX_VALUE).value("messages", 1, "not the sample").build();
    var put = holdfast.batches().run(List.of(new Operation.Write("put", another)), LIMIT);
    assertThat(Await.result(put)).hasOnlyElementsOfType(Reply.Written.class);

    // When
    var rehearsed = holdfast.rehearse(holdfast.pool(), tenant, signals.acceptance());

    // Then
    var failure = catchThrowableOfType(Failure.class, () -> Await.result(rehearsed));
    assertThat(failure.code()).isEqualTo(Code.BASE_UNKNOWN);
    assertThat(count("select count(*) from holdfast.items where tenant_id = $1")).isZero();
    assertThat(count("select count(*) from holdfast.threads where tenant_id = $1")).isZero();
  }

  private static List<String> calls() {
    byte[] scraped = Client.json().with("Accept", "text/plain").get("/metrics").body();
    return new String(scraped, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> CALLS.stream().anyMatch(line::startsWith))
        .filter(line -> !line.contains("_max")) // which falls by itself
        .filter(line -> !line.startsWith("holdfast_store_expired")) // of items of other tests
        .toList();
  }

  private long count(String sql) {
    return Await.result(
            holdfast
                .pool()
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value()))
                .toCompletionStage())
        .iterator()
        .next()
        .getLong(0);
  }

  /** The rows of deleted threads go in the background, and the server itself may be at it. */
  private void awaitSwept() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (orphans() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Await.result(holdfast.sweep().run());
    }
  }

  private long orphans() {
    return Stream.of(
            """
            select count(*) from holdfast.records r where $1 <> '' and not exists (
              select from holdfast.threads t where t.incarnation = r.incarnation)""",
            "select count(*) from holdfast.discarded_threads where $1 <> ''")
        .mapToLong(this::count)
        .sum();
  }
}
