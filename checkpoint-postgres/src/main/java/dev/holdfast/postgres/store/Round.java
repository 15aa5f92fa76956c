package dev.holdfast.postgres.store;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.statement.NamespaceSql;
import dev.holdfast.postgres.statement.SearchSql;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The reads of one batch: what is asked of the database, and the results as they come. What cannot
 * exist is not asked for, and nothing is found (ADR 5).
 */
final class Round {

  private final TenantId tenant;
  private final Gets gets;
  private final List<Question> questions = new ArrayList<>();
  private final List<Queried> queries = new ArrayList<>();
  private final StoreResult[] results;

  Round(TenantId tenant, List<Read> reads) {
    this.tenant = tenant;
    this.gets = new Gets(tenant);
    this.results = new StoreResult[reads.size()];
    for (int place = 0; place < results.length; place++) {
      ask(reads.get(place), place);
    }
    if (!gets.isEmpty()) {
      questions.add(gets);
    }
  }

  private void ask(Read read, int place) {
    if (read instanceof Get get) {
      results[place] = new StoreResult.Found(null);
      if (ItemName.isPossible(get.key())) {
        gets.add(get.key(), place);
      }
    } else if (read instanceof Search search) {
      results[place] = new StoreResult.Items(List.of());
      if (!Labels.areStorable(search.prefix().labels())) {
        return;
      }
      if (search.query() != null) {
        queries.add(new Queried(search, search.query(), place));
      } else {
        questions.add(new Searched(SearchSql.of(tenant, search), place));
      }
    } else if (read instanceof ListNamespaces list) {
      results[place] = new StoreResult.Namespaces(List.of());
      if (list.conditions().stream().allMatch(Round::isPossible)) {
        questions.add(new Listed(NamespaceSql.of(tenant, list), place));
      }
    }
  }

  private static boolean isPossible(NamespaceCondition condition) {
    return condition.path().stream().filter(Objects::nonNull).allMatch(Labels::isStorable);
  }

  /** What is to be asked, all of it in one snapshot. */
  List<Question> questions() {
    return questions;
  }

  /** What takes more than one question. */
  List<Queried> queries() {
    return queries;
  }

  TenantId tenant() {
    return tenant;
  }

  /** Takes the answer to one of them. */
  Round answered(Question question, RowSet<Row> rows) {
    question.answer(rows, results);
    return this;
  }

  /** One for each read, once all questions are answered. */
  List<StoreResult> results() {
    return List.of(results);
  }
}
