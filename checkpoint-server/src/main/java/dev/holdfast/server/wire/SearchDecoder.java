package dev.holdfast.server.wire;

import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.TtlPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what many items of a store are asked for. */
final class SearchDecoder {

  private static final int MOST_RESULTS = 10_000;
  private static final int USUAL_ITEMS = 10;
  private static final int USUAL_NAMESPACES = 100;
  private static final int MOST_CONDITIONS = 100;

  /** In a condition it stands for any label. */
  private static final String ANY_LABEL = "*";

  private final Node node;
  private final TtlPolicy policy;

  SearchDecoder(Node node, TtlPolicy policy) {
    this.node = node;
    this.policy = policy;
  }

  StoreOperation search() {
    List<String> labels = NamespaceDecoder.labels(node, "namespace_prefix");
    ItemFilter filter = FilterDecoder.decode(node, "filter");
    int limit = limit(USUAL_ITEMS);
    int offset = offset();
    boolean refresh = node.fact("refresh_ttl", policy.refresh());
    SearchQuery query = new QueryDecoder(node).query();
    return NamespaceDecoder.possible(labels, true)
        ? new StoreOperation.Search(
            new StoreNamespace(labels), filter, limit, offset, refresh, query)
        : new StoreOperation.Nowhere(new StoreResult.Items(List.of()));
  }

  /** The namespaces that meet {@code match_conditions}. */
  StoreOperation listNamespaces() {
    List<NamespaceCondition> conditions = new ArrayList<>();
    String at = node.at("match_conditions");
    for (Object sent : node.list("match_conditions", "match_conditions", MOST_CONDITIONS)) {
      Node condition = Node.of(sent, at + "/" + conditions.size(), node.limits());
      conditions.add(new NamespaceCondition(end(condition), path(condition, "path")));
      condition.end();
    }
    return namespaces(conditions);
  }

  private static NamespaceCondition.End end(Node condition) {
    condition.required("match_type");
    return switch (String.valueOf(condition.text("match_type"))) {
      case "prefix" -> NamespaceCondition.End.PREFIX;
      case "suffix" -> NamespaceCondition.End.SUFFIX;
      default -> throw Node.wrong(condition.at("match_type"), "must be prefix or suffix");
    };
  }

  /** The same as LangGraph's SDK asks for it: with a {@code prefix} and a {@code suffix}. */
  StoreOperation listNamespacesBetween() {
    List<NamespaceCondition> conditions = new ArrayList<>();
    for (NamespaceCondition.End end : NamespaceCondition.End.values()) {
      String name = end == NamespaceCondition.End.PREFIX ? "prefix" : "suffix";
      if (node.raw(name) != null) {
        conditions.add(new NamespaceCondition(end, path(node, name)));
      }
    }
    return namespaces(conditions);
  }

  private static List<@Nullable String> path(Node node, String name) {
    List<@Nullable String> path = new ArrayList<>();
    for (String label : NamespaceDecoder.labels(node, name)) {
      path.add(label.equals(ANY_LABEL) ? null : label);
    }
    return path;
  }

  private StoreOperation namespaces(List<NamespaceCondition> conditions) {
    Long maxDepth = node.integer("max_depth", 1, Integer.MAX_VALUE);
    int limit = limit(USUAL_NAMESPACES);
    int offset = offset();
    boolean possible =
        conditions.stream()
            .allMatch(
                condition ->
                    NamespaceDecoder.possible(
                        condition.path(), condition.end() == NamespaceCondition.End.PREFIX));
    return possible
        ? new StoreOperation.ListNamespaces(
            conditions, maxDepth == null ? null : maxDepth.intValue(), limit, offset)
        : new StoreOperation.Nowhere(new StoreResult.Namespaces(List.of()));
  }

  private int limit(int usual) {
    return (int) node.integer("limit", 0, MOST_RESULTS, usual);
  }

  private int offset() {
    return (int) node.integer("offset", 0, Integer.MAX_VALUE, 0);
  }
}
