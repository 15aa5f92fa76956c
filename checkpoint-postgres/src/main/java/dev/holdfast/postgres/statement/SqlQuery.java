package dev.holdfast.postgres.statement;

import io.vertx.sqlclient.Tuple;

/**
 * A statement that was put together for one question.
 *
 * @param sql depends on the shape of what is asked only, so that it is prepared once for many
 * @param parameters everything that a caller sent
 */
public record SqlQuery(String sql, Tuple parameters) {}
