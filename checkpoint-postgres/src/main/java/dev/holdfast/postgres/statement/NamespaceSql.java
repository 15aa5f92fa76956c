package dev.holdfast.postgres.statement;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the namespaces of items, ascending by label (ADR 5). Rows: prefix.
 *
 * <p>From one namespace it jumps along the primary key to the next item whose namespace counts as
 * another, until the page is full: so it takes time for what it lists and for what the conditions
 * leave out, not for how many items lie in each.
 */
public final class NamespaceSql {

  private final Parameters parameters = new Parameters();
  private final ListNamespaces asked;
  private final @Nullable String depth;

  private NamespaceSql(ListNamespaces asked) {
    this.asked = asked;
    this.depth = asked.maxDepth() == null ? null : parameters.number(asked.maxDepth()) + "::int";
  }

  /** The statement; all labels of the conditions are {@link Labels#isStorable storable}. */
  public static SqlQuery of(TenantId tenant, ListNamespaces asked) {
    return new NamespaceSql(asked).of(tenant);
  }

  private SqlQuery of(TenantId tenant) {
    List<String> begin = begin();
    String counts = counts(tenant, begin);
    String from = begin.isEmpty() ? "" : " and i.prefix >= " + parameters.texts(begin);
    String offset = parameters.number(asked.offset());
    String end = offset + " + " + parameters.number(asked.limit());
    return parameters.query(
        """
        with recursive found (prefix, n) as (
          (select %1$s, 1::bigint from holdfast.items i where %2$s%3$s order by i.prefix limit 1)
          union all
          select next.prefix, f.n + 1
          from found f cross join lateral (
            select %1$s as prefix from holdfast.items i where %2$s and i.prefix >= %4$s order by i.prefix limit 1
          ) as next
          where f.n < %6$s
        )
        select prefix from found where n > %5$s and n <= %6$s order by n"""
            .formatted(cut("i.prefix"), counts, from, behind(), offset, end));
  }

  /** Whether a row {@code i} counts. */
  private String counts(TenantId tenant, List<String> begin) {
    var sql = new StringBuilder("i.tenant_id = ").append(parameters.text(tenant.value()));
    if (!begin.isEmpty()) {
      sql.append(" and i.prefix < ").append(parameters.texts(Labels.successor(begin)));
    }
    sql.append(" and ").append(StoreSql.LIVE);
    asked.conditions().forEach(condition -> sql.append(meets(condition)));
    return sql.toString();
  }

  private String meets(NamespaceCondition condition) {
    int length = condition.path().size();
    var sql = new StringBuilder(" and cardinality(i.prefix) >= " + length);
    for (int i = 0; i < length; i++) {
      String label = condition.path().get(i);
      String place =
          condition.end() == End.PREFIX
              ? String.valueOf(i + 1)
              : "cardinality(i.prefix) - " + (length - 1 - i);
      if (label != null) {
        sql.append(" and i.prefix[" + place + "] = ").append(parameters.text(label));
      }
    }
    return sql.toString();
  }

  private String cut(String prefix) {
    return depth == null ? prefix : prefix + "[1:" + depth + "]";
  }

  /** The least that counts as another namespace than that of {@code f}. */
  private String behind() {
    String next = "array_append(f.prefix, ''::text)";
    return depth == null
        ? next
        : """
        case when cardinality(f.prefix) < %1$s then %2$s
          else array_append(f.prefix[1:%1$s - 1], f.prefix[%1$s] || chr(1)) end"""
            .formatted(depth, next);
  }

  /** The labels that every namespace begins with, as far as the conditions say so. */
  private List<String> begin() {
    return asked.conditions().stream()
        .filter(condition -> condition.end() == End.PREFIX)
        .map(NamespaceSql::known)
        .reduce(List.of(), (one, other) -> one.size() < other.size() ? other : one);
  }

  private static List<String> known(NamespaceCondition condition) {
    int wildcard = condition.path().indexOf(null);
    int length = wildcard < 0 ? condition.path().size() : wildcard;
    return IntStream.range(0, length).mapToObj(i -> condition.path().get(i)).toList();
  }
}
