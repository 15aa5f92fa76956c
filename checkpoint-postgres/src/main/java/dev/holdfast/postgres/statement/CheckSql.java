package dev.holdfast.postgres.statement;

/** What is asked of a database before it is used, and while it is. */
public final class CheckSql {

  private CheckSql() {}

  /** Row: fsync, synchronous_commit, version, pid. */
  public static final String SETTINGS =
      """
      select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
        current_setting('server_version_num')::int as version, pg_backend_pid() as pid""";

  /** Answers if the database does. */
  public static final String PING = "select 1";
}
