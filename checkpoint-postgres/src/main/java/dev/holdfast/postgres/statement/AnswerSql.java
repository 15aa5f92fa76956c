package dev.holdfast.postgres.statement;

import dev.holdfast.core.store.StoreReader;

/**
 * Holds rows of items to the bytes that one answer may have. Postgres adds up while it makes their
 * texts, and stops with {@link #TOO_MUCH} at the row that is one too many: whatever was found, it
 * neither makes nor sends more than that.
 */
public final class AnswerSql {

  /** The SQLSTATE of a division by zero, which these statements have no other use for. */
  public static final String TOO_MUCH = "22012";

  /** What the text of a value can have at most: jsonb puts blanks between its entries. */
  private static final int VALUE_BYTES = 2 * 1024 * 1024;

  private AnswerSql() {}

  /** Whether so many items can be too much. */
  static boolean isNeeded(long items) {
    return items > StoreReader.ANSWER_BYTES / VALUE_BYTES;
  }

  /**
   * The same rows in the same order.
   *
   * @param rows a query with the columns of {@link StoreSql#ITEM}; {@code offset 0} keeps Postgres
   *     from making each text a second time to measure it
   * @param columns all of its columns
   */
  static String held(String rows, String columns) {
    return """
        select %2$s from (
          select r.*, sum(coalesce(octet_length(r.value), octet_length(r.exact))) over (rows unbounded preceding) as bytes
          from (%1$s offset 0) as r
        ) as r
        where case when r.bytes > %3$d then 1 / (r.bytes - r.bytes) else 1 end = 1"""
        .formatted(rows, columns, StoreReader.ANSWER_BYTES);
  }
}
