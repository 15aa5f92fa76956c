package dev.holdfast.postgres.connect;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens pools whose connections keep prepared statements and pipeline, unless a pooler stands
 * before the database.
 */
public final class Pools {

  private static final int PIPELINING = 256;
  private static final int STATEMENTS = 64;
  private static final int LONGEST_SQL = 16_384;
  private static final int CONNECT_TIMEOUT_MS = 3_000;

  /**
   * A connection on which nothing has come for so long is closed, also when an answer is awaited:
   * it may be cut off.
   */
  private static final int SILENCE_SECONDS = 60;

  private Pools() {}

  /**
   * Opens a pool; connections are made when they are needed.
   *
   * @param size most connections
   * @param pooler whether PgBouncer or the like stands between, which may give each transaction
   *     another server
   */
  public static Pool open(Vertx vertx, PostgresUrl url, int size, boolean pooler) {
    PoolOptions pool =
        new PoolOptions()
            .setName("holdfast")
            .setMaxSize(size)
            .setConnectionTimeout(CONNECT_TIMEOUT_MS)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return PgBuilder.pool().with(pool).connectingTo(options(url, pooler)).using(vertx).build();
  }

  /**
   * Opens a pool of one connection on which a statement may take as long as it needs: building an
   * index takes hours where there is much.
   */
  public static Pool patient(Vertx vertx, PostgresUrl url) {
    PgConnectOptions options = options(url, false);
    options.setIdleTimeout(0);
    return PgBuilder.pool()
        .with(new PoolOptions().setName("holdfast-patient").setMaxSize(1))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  /** Options for one connection. */
  static PgConnectOptions options(PostgresUrl url, boolean pooler) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setDatabase(url.database())
            .setUser(url.user())
            .setPassword(url.password());
    options.setProperties(properties(pooler));
    options.setConnectTimeout(CONNECT_TIMEOUT_MS);
    options.setIdleTimeout(SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    options.setTcpKeepAlive(true);
    if (pooler) {
      options.setUseLayer7Proxy(true).setPipeliningLimit(1).setCachePreparedStatements(false);
    } else {
      options.setPipeliningLimit(PIPELINING).setCachePreparedStatements(true);
      options
          .setPreparedStatementCacheMaxSize(STATEMENTS)
          .setPreparedStatementCacheSqlLimit(LONGEST_SQL);
    }
    return secured(options, url);
  }

  /**
   * The plans look rows up by key whatever the parameters are, so planning each execution anew
   * would only cost time. A pooler does not pass such settings on and may refuse them.
   */
  private static Map<String, String> properties(boolean pooler) {
    Map<String, String> properties = new HashMap<>();
    properties.put("application_name", "holdfast");
    properties.put("client_encoding", "utf8");
    if (!pooler) {
      properties.put("plan_cache_mode", "force_generic_plan");
      properties.put("jit", "off");
    }
    return properties;
  }

  private static PgConnectOptions secured(PgConnectOptions options, PostgresUrl url) {
    options.setSslMode(SslMode.of(url.sslmode()));
    boolean verified = url.sslmode().startsWith("verify");
    if (verified && url.sslrootcert() != null) {
      options.setPemTrustOptions(new PemTrustOptions().addCertPath(url.sslrootcert()));
    } else if (!verified) {
      options.setTrustAll(true);
    }
    // libpq compares the name only with verify-full
    options.setHostnameVerificationAlgorithm(url.sslmode().equals("verify-full") ? "HTTPS" : "");
    return options;
  }
}
