package dev.holdfast.postgres.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Condition;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Search;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The text of a statement depends on the shape of what is asked: whatever is sent is a parameter.
 */
final class ShapeTest {
  private static final String HOSTILE = "x') or true; drop table holdfast.items; --\"$1%s\\";

  private static SqlQuery search(String text, Object number) {
    List<Condition> conditions =
        List.of(
            new Condition(List.of(text, text), new ItemFilter.Equal(text)),
            new Condition(List.of(text), new ItemFilter.NotEqual(number)),
            new Condition(List.of(text), new ItemFilter.Exists(true)),
            new Condition(List.of(text), new ItemFilter.In(Arrays.asList(text, null, number))),
            new Condition(List.of(text), new ItemFilter.NotIn(List.of(text))),
            new Condition(List.of(text), new ItemFilter.Compared(Comparison.GREATER, text)),
            new Condition(List.of(text), new ItemFilter.Compared(Comparison.LESS, number)));
    var prefix = new StoreNamespace(List.of(text, text));
    return SearchSql.of(
        new TenantId(text), new Search(prefix, new ItemFilter(conditions), 10, 5, false));
  }

  private static SqlQuery list(String text, int limit) {
    return NamespaceSql.of(
        new TenantId(text),
        new ListNamespaces(
            List.of(
                new NamespaceCondition(End.PREFIX, Arrays.asList(text, null, text)),
                new NamespaceCondition(End.SUFFIX, List.of(text))),
            2,
            limit,
            0));
  }

  @Test
  void noSearchGetsItsTextFromACaller() {
    assertThat(search(HOSTILE, 1e300).sql())
        .isEqualTo(search("a", 1).sql())
        .doesNotContain("drop", "1000");
  }

  @Test
  void noListGetsItsTextFromACaller() {
    assertThat(list(HOSTILE, 77).sql()).isEqualTo(list("a", 1).sql()).doesNotContain("drop", "77");
  }

  @Test
  void everyParameterIsUsed() {
    SqlQuery search = search("a", 1);
    SqlQuery list = list("a", 1);

    assertThat(search.sql()).contains("$" + search.parameters().size() + "::");
    assertThat(list.sql()).contains("$" + list.parameters().size() + "::");
  }

  @Test
  void onlyNumbersAndStringsAreCompared() {
    var test = new ItemFilter.Compared(Comparison.LESS, true);
    var filter = new ItemFilter(List.of(new Condition(List.of("a"), test)));
    var search = new Search(StoreNamespace.ROOT, filter, 1, 0, false);

    assertThatThrownBy(() -> SearchSql.of(new TenantId("t"), search))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("true");
  }
}
