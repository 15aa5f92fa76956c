package dev.holdfast.postgres.statement;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.List;

/**
 * Finds items, newest first, then by namespace and key (ADR 5). Rows: prefix, key, and the item.
 *
 * <p>Only what is on the page is turned into text: Postgres thinks that cheap and would do it
 * before it sorts.
 */
public final class SearchSql {

  private static final String ORDER = " order by i.updated_at desc, i.prefix, i.key";

  private SearchSql() {}

  /** The statement; all labels of the prefix are {@link Labels#areStorable storable}. */
  public static SqlQuery of(TenantId tenant, Search search) {
    var parameters = new Parameters();
    String page =
        "select * from holdfast.items i where i.tenant_id = "
            + parameters.text(tenant.value())
            + below(search.prefix().labels(), parameters)
            + " and "
            + StoreSql.LIVE
            + new FilterSql(parameters).of(search.filter())
            + ORDER
            + " limit "
            + parameters.number(search.limit())
            + " offset "
            + parameters.number(search.offset());
    String rows = "select i.prefix, i.key, " + StoreSql.ITEM + " from (" + page + ") as i" + ORDER;
    return parameters.query(
        AnswerSql.isNeeded(search.limit())
            ? AnswerSql.held(rows, "prefix, key, " + StoreSql.ITEM_COLUMNS)
            : rows);
  }

  /** The namespaces that begin with {@code labels} are a range of the key. */
  private static String below(List<String> labels, Parameters parameters) {
    return labels.isEmpty()
        ? ""
        : " and i.prefix >= "
            + parameters.texts(labels)
            + " and i.prefix < "
            + parameters.texts(Labels.successor(labels));
  }
}
