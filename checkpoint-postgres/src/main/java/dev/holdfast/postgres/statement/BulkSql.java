package dev.holdfast.postgres.statement;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of exports and imports. */
public final class BulkSql {

  private static final String STATUS =
      """
      i.committed_lines, i.stored, i.expired, i.skipped, i.errors::text as errors,
        clock_timestamp() as now""";

  /**
   * Begins an import $2 of tenant $1, unless it has begun, and forgets a few that nobody has moved
   * on for 30 days. Row: how far it is.
   */
  public static final String BEGIN_IMPORT =
      """
      with old as (
        delete from holdfast.imports where ctid = any (array(
          select ctid from holdfast.imports
          where updated_at < now() - interval '30 days' and (tenant_id, import_id) <> ($1, $2)
          order by updated_at limit 100 for update skip locked))
      )
      insert into holdfast.imports as i (tenant_id, import_id, committed_lines, stored, expired, skipped, errors, updated_at)
      values ($1, $2, 0, 0, 0, 0, '[]', clock_timestamp())
      on conflict (tenant_id, import_id) do update set updated_at = clock_timestamp()
      returning\s"""
          + STATUS;

  /** $1 tenant, $2 import. Row: how far it is; none if there is no such import. */
  public static final String FIND_IMPORT =
      "select " + STATUS + " from holdfast.imports i where i.tenant_id = $1 and i.import_id = $2";

  private BulkSql() {}

  /**
   * {@link StoreSql#WRITE_ITEMS}, and in the same statement, so the same transaction, after it
   * times of items (tenants, prefixes as {@link Labels#literal}, keys, created, updated, expiring),
   * then steps of imports (tenants, ids, lines from, lines to, stored, expired, skipped, errors),
   * then how many errors are kept.
   *
   * @param items {@code WRITE_ITEMS}, or the same of what is indexed
   * @param before its parameters
   */
  public static String writeImport(String items, int before) {
    return items
        + ", holdfast.date_items("
        + numbers(before, 6)
        + "), holdfast.note_imports("
        + numbers(before + 6, 9)
        + ")";
  }

  private static String numbers(int before, int count) {
    var numbers = new StringBuilder();
    for (int n = 1; n <= count; n++) {
      numbers.append(n == 1 ? "$" : ", $").append(before + n);
    }
    return numbers.toString();
  }

  /**
   * Reads items by namespace and key, one after the other, until there are {@code rows} or so many
   * bytes; the last may pass that. Rows: prefix, key, the item, its ttl and expires_at.
   *
   * @param after greater than which they are; null: any
   */
  public static SqlQuery page(
      TenantId tenant, StoreNamespace prefix, @Nullable ItemKey after, int rows, long bytes) {
    var parameters = new Parameters();
    String range = range(tenant, prefix.labels(), parameters);
    String first =
        after == null
            ? ""
            : " and (i.prefix, i.key) > (%s, %s)"
                .formatted(
                    parameters.texts(after.namespace().labels()), parameters.text(after.key()));
    return parameters.query(
        """
        with recursive page as (
          (select *, %s as bytes, 1 as n from (%s) as i)
          union all
          select i.*, page.bytes + %s, page.n + 1
          from page cross join lateral (%s) as i
          where page.n < %s and page.bytes < %s
        )
        select * from page order by n"""
            .formatted(
                BYTES,
                next(range + first),
                BYTES,
                next(range + " and (i.prefix, i.key) > (page.prefix, page.key)"),
                parameters.number(rows),
                parameters.number(bytes)));
  }

  private static final String BYTES =
      "coalesce(octet_length(i.value), octet_length(i.exact))::int8";

  private static String next(String where) {
    return "select i.prefix, i.key, "
        + StoreSql.ITEM
        + ", i.ttl, i.expires_at from holdfast.items i where "
        + where
        + " order by i.prefix, i.key limit 1";
  }

  private static String range(TenantId tenant, List<String> labels, Parameters parameters) {
    String range = "i.tenant_id = " + parameters.text(tenant.value()) + " and " + StoreSql.LIVE;
    return labels.isEmpty()
        ? range
        : range
            + " and i.prefix >= "
            + parameters.texts(labels)
            + " and i.prefix < "
            + parameters.texts(Labels.successor(labels));
  }
}
