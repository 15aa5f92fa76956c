package dev.holdfast.postgres.store.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.connect.Pools;
import dev.holdfast.postgres.connect.PostgresUrl;
import dev.holdfast.postgres.store.index.PgIndexCatalog;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.postgres.store.meaning.VectorSupport.Way;
import dev.holdfast.testkit.Await;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pgvector is found when it is there, and its indexes are built when they are needed. */
final class SupportIT {
  @RegisterExtension static final PostgresStores POSTGRES = PostgresStores.withPgvector();

  private static final String VALID =
      "select c.relname from pg_index x join pg_class c on c.oid = x.indexrelid where x.indisvalid and c.relname like 'item_vectors_%\\_%0' order by 1";

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    POSTGRES.database().execute("drop extension if exists vector cascade");
  }

  private static VectorSupport support() {
    return new VectorSupport(POSTGRES.pool(), POSTGRES.patientPool(), 1 << 20);
  }

  private static void define(String tenant, int dimensions, Distance distance) {
    var definition =
        new IndexDefinition(
            "m", dimensions, distance, List.of("$"), EmbeddedBy.CLIENT, false, "simple");
    Await.result(new PgIndexCatalog(POSTGRES.pool()).define(new TenantId(tenant), definition));
  }

  private static List<String> valid() {
    return POSTGRES.database().column(VALID);
  }

  @Test
  void itIsCreatedAndAnIndexIsBuiltForAllThatIsInUse() {
    // Given
    define("a", 10, Distance.COSINE);
    define("b", 10, Distance.COSINE);
    define("c", 20, Distance.L2);
    define("d", 2010, Distance.INNER_PRODUCT);
    var support = support();
    assertThat(support.way()).isEqualTo(Way.EXACT);

    // When
    Way way = Await.result(support.look());

    // Then
    assertThat(way).isEqualTo(Way.PGVECTOR);
    assertThat(support.reason()).isEqualTo("pgvector 0.8.5");
    assertThat(valid())
        .containsExactly(
            "item_vectors_cosine_10", "item_vectors_inner_product_2010", "item_vectors_l2_20");
    assertThat(support.indexes()).containsExactlyInAnyOrderElementsOf(valid());
  }

  @Test
  void whatABrokenBuildHasLeftIsBuiltAnew() {
    // Given
    define("a", 10, Distance.COSINE);
    Await.result(support().look());
    POSTGRES
        .database()
        .execute(
            "update pg_index set indisvalid = false where indexrelid = 'holdfast.item_vectors_cosine_10'::regclass");
    assertThat(valid()).isEmpty();

    // When
    var support = support();
    Await.result(support.look());

    // Then
    assertThat(valid()).containsExactly("item_vectors_cosine_10");
    assertThat(support.isIndexed(10, Distance.COSINE)).isTrue();
  }

  @Test
  void oneReplicaBuilds() throws Exception {
    // Given
    define("a", 10, Distance.COSINE);
    try (var beside = POSTGRES.database().connect();
        var statement = beside.createStatement()) {
      statement.execute("select pg_advisory_lock(hashtextextended('item_vectors', 8423))");

      // When
      Await.result(support().look());

      // Then
      assertThat(valid()).isEmpty();
    }
    Await.result(support().look());
    assertThat(valid()).hasSize(1);
  }

  @Test
  void whoMayNotCreateItGoesOnWithoutUntilItAppears() {
    // Given
    var database = POSTGRES.database();
    database.execute("create role plain_user login");
    database.execute("grant usage on schema holdfast to plain_user");
    database.execute("grant select on all tables in schema holdfast to plain_user");
    var vertx = Vertx.vertx();
    var pool =
        Pools.open(
            vertx,
            PostgresUrl.parse(database.url().replace("postgres:postgres@", "plain_user:x@")),
            1,
            false);
    var support = new VectorSupport(pool, null, 1 << 20);

    // When
    Way before = Await.result(support.look());
    String reason = support.reason();
    database.execute("create extension vector");
    Way after = Await.result(support.look());

    // Then
    assertThat(before).isEqualTo(Way.EXACT);
    assertThat(reason).contains("42501");
    assertThat(after).isEqualTo(Way.PGVECTOR);
    Await.result(vertx.close().toCompletionStage());
  }
}
