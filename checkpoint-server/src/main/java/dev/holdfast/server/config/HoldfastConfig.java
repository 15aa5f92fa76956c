package dev.holdfast.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator may set; each key is also an environment variable, e.g. {@code
 * HOLDFAST_API_KEY}.
 */
@ConfigMapping(prefix = "holdfast")
public interface HoldfastConfig {

  /**
   * The key that every caller must present, as {@code x-api-key} or bearer token. Without it only
   * loopback is served.
   */
  Optional<String> apiKey();

  /** Where the embedded Postgres keeps its data. */
  @WithDefault("data")
  String dataDir();

  /**
   * {@code postgresql://user:password@host:port/database?sslmode=…}: a database of your own instead
   * of the embedded one.
   */
  Optional<String> postgresUrl();

  /**
   * Memory for what was stored or read last, in bytes: a thread that is busy is then read without
   * its values being fetched, and what it stores is compared with what is here.
   */
  @WithDefault("33554432")
  @Min(0)
  long cacheBytes();

  /** Where the server listens. */
  Http http();

  /** Connections to Postgres. */
  Pool pool();

  /** How concurrent writes are gathered into one commit. */
  GroupCommit groupCommit();

  /** The long-term store. */
  Store store();

  /** Where the server listens. */
  interface Http {

    /** Address; anything but loopback needs {@code holdfast.api-key}. */
    @WithDefault("127.0.0.1")
    String host();

    /** Port; 0 for any free one. */
    @WithDefault("8420")
    @Min(0)
    @Max(65535)
    int port();
  }

  /** Connections to Postgres. */
  interface Pool {

    /** Most connections of this server. */
    @WithDefault("8")
    @Min(2)
    @Max(500)
    int size();
  }

  /** How concurrent writes are gathered into one commit. */
  interface GroupCommit {

    /** Queues that commit side by side; the operations of one thread always take the same. */
    @WithDefault("1")
    @Min(1)
    @Max(64)
    int lanes();

    /** Most rows in one commit. */
    @WithDefault("1000")
    @Min(1)
    @Max(10000)
    int maxRows();

    /** Most bytes in one commit; a larger operation goes alone. */
    @WithDefault("8388608")
    @Min(1)
    long maxBytes();

    /** Rows that may wait for a commit; above it callers get {@code overloaded}. */
    @WithDefault("50000")
    @Min(1)
    int maxBacklogRows();

    /** Bytes that may wait for a commit; above it callers get {@code overloaded}. */
    @WithDefault("268435456")
    @Min(1)
    long maxBacklogBytes();

    /** What a caller who is refused is told to wait. */
    @WithDefault("100ms")
    Duration retryAfter();
  }

  /** The long-term store: what holds where a request does not say how long an item lives. */
  interface Store {

    /**
     * How long an item lives after a put that names no {@code ttl}; with {@code "ttl": null} it
     * does not expire. Without this key that is so for every put that names none. Exact to the
     * microsecond, more than 0 and at most a thousand years.
     */
    Optional<Duration> defaultTtl();

    /** Whether a read that names no {@code refresh_ttl} begins the time of an item anew. */
    @WithDefault("true")
    boolean refreshOnRead();
  }
}
