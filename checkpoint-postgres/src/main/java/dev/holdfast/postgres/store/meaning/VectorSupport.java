package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.index.Distance;
import dev.holdfast.postgres.statement.PgvectorSql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How vectors are compared: by pgvector if the database has it, and otherwise, all of them, in
 * memory. It may appear at any time. Thread-safe.
 */
public final class VectorSupport {

  /** Which of the two is on. */
  public enum Way {
    /** pgvector, with an index where one is built. */
    PGVECTOR,
    /** Everything under a prefix is compared. */
    EXACT;

    /** The name in health and metrics. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final System.Logger LOG = System.getLogger(VectorSupport.class.getName());

  private final @Nullable Pool pool;
  private final @Nullable IndexBuilder builder;
  private final VectorMemory memory;
  private final Nearest exact;
  private volatile Optional<PgvectorNearest> pgvector = Optional.empty();
  private volatile String reason = "pgvector was not looked for";

  /** Compares in memory of at most so many bytes, and looks for nothing. */
  public VectorSupport(long memoryBytes) {
    this(null, null, memoryBytes);
  }

  /**
   * The same until {@link #look} finds pgvector.
   *
   * @param pool where it is looked for
   * @param building a pool on which a statement may take an hour: {@link
   *     dev.holdfast.postgres.connect.Pools#patient}
   */
  public VectorSupport(@Nullable Pool pool, @Nullable Pool building, long memoryBytes) {
    this.pool = pool;
    this.builder = building == null ? null : new IndexBuilder(building);
    this.memory = new VectorMemory(memoryBytes);
    this.exact = new MemoryNearest(memory);
  }

  /** Which way is on now. */
  public Way way() {
    return pgvector.isPresent() ? Way.PGVECTOR : Way.EXACT;
  }

  /** Why, in one sentence. */
  public String reason() {
    return reason;
  }

  /** Names of pgvector's indexes that are used. */
  public Set<String> indexes() {
    return pgvector.map(PgvectorNearest::indexes).orElse(Set.of());
  }

  /** What vectors in memory take, in bytes. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** How often a vector that was needed was in memory. */
  public long memoryHits() {
    return memory.hits();
  }

  /** How often it was not. */
  public long memoryMisses() {
    return memory.misses();
  }

  Nearest nearest() {
    return pgvector.<Nearest>map(found -> found).orElse(exact);
  }

  /**
   * Looks for pgvector, creates the extension if that is allowed, and builds an index for each
   * dimensions and distance in use; of several replicas one builds. To be called when a server
   * starts and every minute. Never fails; completes when what was to be built is.
   */
  public CompletionStage<Way> look() {
    Future<Way> looked = pool == null ? Future.succeededFuture(way()) : look(pool);
    return looked.toCompletionStage();
  }

  private Future<Way> look(Pool asked) {
    return found(asked, true)
        .compose(schema -> schema.isEmpty() ? Future.succeededFuture() : use(asked, schema.get()))
        .otherwise(VectorSupport::unable)
        .map(done -> way());
  }

  private static @Nullable Void unable(Throwable error) {
    LOG.log(System.Logger.Level.WARNING, "pgvector could not be looked for: " + state(error));
    return null;
  }

  private static String state(Throwable error) {
    return error instanceof PgException sql
        ? String.valueOf(sql.getSqlState())
        : error.getClass().getSimpleName();
  }

  private Future<Optional<String>> found(Pool asked, boolean create) {
    return asked
        .query(PgvectorSql.LOOK)
        .execute()
        .map(rows -> rows.iterator().next())
        .compose(row -> found(asked, create, row));
  }

  private Future<Optional<String>> found(Pool asked, boolean create, Row row) {
    String version = row.getString("version");
    if (version != null) {
      boolean fits = isNewEnough(version);
      reason = "pgvector " + version + (fits ? "" : " is too old: 0.8 is needed");
      return Future.succeededFuture(fits ? Optional.of(row.getString("schema")) : Optional.empty());
    } else if (!row.getBoolean("available") || !create) {
      reason = "the database has no pgvector";
      return Future.succeededFuture(Optional.empty());
    }
    return asked
        .query(PgvectorSql.create(row.getString("creatable")))
        .execute()
        .compose(created -> found(asked, false))
        .recover(
            error -> {
              reason =
                  "pgvector could not be created (" + state(error) + "): create extension vector";
              return Future.succeededFuture(Optional.<String>empty());
            });
  }

  private static boolean isNewEnough(String version) {
    String[] parts = version.split("\\.", -1);
    return Integer.parseInt(parts[0]) > 0 || Integer.parseInt(parts[1]) >= 8;
  }

  private Future<Void> use(Pool asked, String schema) {
    return refresh(asked, schema)
        .compose(
            done ->
                builder == null ? Future.succeededFuture(false) : builder.build(schema, indexes()))
        .compose(built -> built ? refresh(asked, schema) : Future.succeededFuture());
  }

  private Future<Void> refresh(Pool asked, String schema) {
    return asked
        .query(PgvectorSql.BUILT)
        .execute()
        .map(
            rows -> {
              Set<String> valid = new HashSet<>();
              rows.forEach(
                  row -> {
                    if (row.getBoolean("valid")) {
                      valid.add(row.getString("name"));
                    }
                  });
              pgvector = Optional.of(new PgvectorNearest(schema, valid));
              return null;
            });
  }

  /** Whether vectors like these are found by an index. */
  public boolean isIndexed(int dimensions, Distance distance) {
    return indexes().contains(PgvectorSql.indexName(dimensions, distance));
  }
}
