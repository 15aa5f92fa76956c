package dev.holdfast.postgres;

import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.migrations.Migrations;
import dev.holdfast.postgres.connect.Pools;
import dev.holdfast.postgres.connect.PostgresUrl;
import dev.holdfast.postgres.read.PgCheckpointReader;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.signal.Acceptance;
import dev.holdfast.postgres.thread.PgThreadStore;
import dev.holdfast.postgres.thread.Sweep;
import dev.holdfast.postgres.write.PgCheckpointWriter;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.signal.SignalConformanceBase;
import dev.holdfast.testkit.postgres.PgvectorPostgres;
import dev.holdfast.testkit.postgres.TestDatabase;
import dev.holdfast.testkit.postgres.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A migrated database for a test class, and stores on pools of their own. */
public final class PostgresStores implements BeforeAllCallback, AfterAllCallback {
  private static final int CONNECTIONS = 4;
  private static final long CACHE_BYTES = 16 << 20;

  private final List<Pool> pools = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final long cacheBytes;
  private final long viewBytes;
  private final Supplier<TestDatabase> databases;

  @SuppressWarnings("NullAway.Init")
  private TestDatabase database;

  @SuppressWarnings("NullAway.Init")
  private Stores shared;

  /** Stores that remember what a server does. */
  public PostgresStores() {
    this(CACHE_BYTES, CACHE_BYTES);
  }

  private PostgresStores(Supplier<TestDatabase> databases) {
    this(CACHE_BYTES, CACHE_BYTES, databases);
  }

  /** The same, in a database of a server that has pgvector. */
  public static PostgresStores withPgvector() {
    return new PostgresStores(PgvectorPostgres::freshDatabase);
  }

  /** Stores that remember so many bytes of records, and of what is known of threads. */
  public PostgresStores(long cacheBytes, long viewBytes) {
    this(cacheBytes, viewBytes, TestPostgres::freshDatabase);
  }

  private PostgresStores(long cacheBytes, long viewBytes, Supplier<TestDatabase> databases) {
    this.cacheBytes = cacheBytes;
    this.viewBytes = viewBytes;
    this.databases = databases;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    database = databases.get();
    Migrations.migrate(database.jdbcUrl(), TestDatabase.USER, "postgres");
    shared = replica();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    pools.forEach(pool -> Await.result(pool.close().toCompletionStage()));
    Await.result(vertx.close().toCompletionStage());
  }

  /** The stores of the class, over empty tables. */
  public Stores empty() {
    database.empty(Migrations.SCHEMA);
    return shared;
  }

  /** Stores as another replica has them: on a pool of their own. */
  public Stores replica() {
    return replica(WriteObserver.SILENT);
  }

  /** The same, with an observer of its writer. */
  public Stores replica(WriteObserver observer) {
    return onPool(open(), observer);
  }

  /** The same with a cache of the test's own. */
  public Stores replica(RecordCache cache) {
    return onPool(open(), cache, WriteObserver.SILENT);
  }

  /** The same with something between the stores and their pool. */
  public Stores replicaBehind(UnaryOperator<Pool> between) {
    return onPool(between.apply(open()));
  }

  /** Removes the rows of deleted threads; returns how many. */
  public long sweep() {
    return Await.result(new Sweep(pools.get(0)).run());
  }

  /** What the stores of the class are on, for other ports. */
  public Pool pool() {
    return pools.get(0);
  }

  /** A pool on which a statement may take long. */
  public Pool patientPool() {
    Pool pool = Pools.patient(vertx, PostgresUrl.parse(database.url()));
    pools.add(pool);
    return pool;
  }

  /** The database, for what goes on beside the stores. */
  public TestDatabase database() {
    return database;
  }

  private Pool open() {
    Pool pool = Pools.open(vertx, PostgresUrl.parse(database.url()), CONNECTIONS, false);
    pools.add(pool);
    return pool;
  }

  private Stores onPool(Pool pool) {
    return onPool(pool, WriteObserver.SILENT);
  }

  private Stores onPool(Pool pool, WriteObserver observer) {
    return onPool(pool, new RecordCache(cacheBytes), observer);
  }

  private Stores onPool(Pool pool, RecordCache cache, WriteObserver observer) {
    return new Stores(
        new PgCheckpointWriter(
            pool, cache, viewBytes, observer, new Acceptance(SignalConformanceBase.DUE)),
        new PgCheckpointReader(pool, cache),
        new PgThreadStore(pool));
  }
}
