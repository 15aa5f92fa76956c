package dev.holdfast.postgres.statement;

import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.List;

/** Where a query looks: conditions on an item {@code i} and its vector {@code v}. */
final class Scope {

  /** Where what an item is found by lies, and that it belongs to what the item holds. */
  static final String SAME_ITEM =
      "%1$s.tenant_id = i.tenant_id and %1$s.prefix = i.prefix and %1$s.key = i.key and %1$s.revision = i.revision";

  final Parameters parameters = new Parameters();
  private final String tenant;
  private final String from;
  private final String to;
  private final String filter;
  private final String index;

  Scope(TenantId tenant, Search search, SearchQuery query) {
    this.tenant = parameters.text(tenant.value());
    List<String> labels = search.prefix().labels();
    from = labels.isEmpty() ? "" : parameters.texts(labels);
    to = labels.isEmpty() ? "" : parameters.texts(Labels.successor(labels));
    filter = new FilterSql(parameters).of(search.filter());
    index =
        "(select x.number from holdfast.item_indexes x where x.tenant_id = "
            + this.tenant
            + " and x.number = "
            + parameters.number(query.index())
            + ")";
  }

  String tenant() {
    return tenant;
  }

  /** The number of the query's index; null if the tenant has another one by now. */
  String index() {
    return index;
  }

  /** What is true for items that are looked at, indexed or not. */
  String items() {
    return below("i") + passes();
  }

  /** The same, of those that are indexed. */
  String indexed() {
    return items() + " and i.index_number = " + index;
  }

  /** What of {@link #items} does not follow from the name. */
  String passes() {
    return " and " + StoreSql.LIVE + filter;
  }

  /** The tenant and the prefix of a row, as a range of its key. */
  String below(String row) {
    String sql = row + ".tenant_id = " + tenant;
    return from.isEmpty()
        ? sql
        : sql + " and " + row + ".prefix >= " + from + " and " + row + ".prefix < " + to;
  }

  /** The same, so that it is looked at row by row: no index on the key is used. */
  String belowRowByRow(String row) {
    String sql = "(" + row + ".tenant_id = " + tenant + ") is true";
    return from.isEmpty()
        ? sql
        : sql
            + " and (%1$s.prefix >= %2$s) is true and (%1$s.prefix < %3$s) is true"
                .formatted(row, from, to);
  }
}
