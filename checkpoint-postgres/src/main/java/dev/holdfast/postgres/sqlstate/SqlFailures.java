package dev.holdfast.postgres.sqlstate;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Classifies errors by SQLSTATE. Messages of the database are not passed on: they may quote values.
 */
public final class SqlFailures {

  private static final Duration RETRY_AFTER = Duration.ofMillis(250);
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

  /** Data exception, integrity violation, and what a row can be too large for. */
  private static final Set<String> REJECTING_CLASSES = Set.of("22", "23", "54");

  private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "57", "58", "3D", "28", "25");

  private static final System.Logger LOG = System.getLogger(SqlFailures.class.getName());

  private SqlFailures() {}

  /**
   * For a call of which nothing was sent, or whose repeat does no harm: a lost connection means
   * that nothing happened.
   */
  public static Failure beforeCommit(Throwable error) {
    if (error instanceof Failure failure) {
      return failure;
    }
    if (error instanceof PgException sql) {
      return classify(sql);
    }
    if (error instanceof RuntimeException && !(error instanceof VertxException)) {
      LOG.log(System.Logger.Level.ERROR, "a fault of the server", error);
      return new Failure.Plain(Code.INTERNAL, "a fault of the server");
    }
    LOG.log(System.Logger.Level.DEBUG, "not an answer of Postgres", error);
    return away("Postgres cannot be reached");
  }

  /**
   * For a transaction whose commit was sent: if the connection is lost, nobody knows what happened.
   */
  public static Failure ofCommit(Throwable error) {
    return error instanceof Failure || !connectionLost(error)
        ? beforeCommit(error)
        : Failure.outcomeUnknown();
  }

  /** Whether the connection is gone, so that what was under way is unknown. */
  public static boolean connectionLost(Throwable error) {
    if (error instanceof PgException sql) { // which is a VertxException, too
      return "FATAL".equals(sql.getSeverity());
    }
    return error instanceof VertxException
        || error instanceof IOException
        || error instanceof TimeoutException;
  }

  private static Failure classify(PgException sql) {
    String state = sql.getSqlState() == null ? "" : sql.getSqlState();
    String kind = state.length() < 2 ? "" : state.substring(0, 2);
    if (CONFLICTS.contains(state)) {
      return new Failure.Plain(Code.WRITE_CONFLICT, "conflicting transactions (" + state + ")");
    } else if (REJECTING_CLASSES.contains(kind)) {
      return new Failure.Plain(Code.REJECTED, "the database refuses a row (" + state + ")");
    } else if (AWAY_CLASSES.contains(kind)) {
      return away("Postgres is not available (" + state + ")");
    }
    return new Failure.Plain(Code.INTERNAL, "the database refuses a statement (" + state + ")");
  }

  private static Failure away(String reason) {
    return Failure.RetryLater.unavailable(RETRY_AFTER, reason);
  }
}
