package dev.holdfast.postgres.store;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreOperation.ListNamespaces;
import dev.holdfast.core.store.StoreOperation.Read;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreReads;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.statement.NamespaceSql;
import dev.holdfast.postgres.statement.SearchSql;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The reads of some batches: what is asked of the database, and the results as they come, the gets
 * of a tenant as one question. What cannot exist is not asked for, and nothing is found (ADR 5).
 */
final class Round {

  private final List<StoreReads> batches;
  private final Map<TenantId, Gets> gets = new LinkedHashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private final List<Queried> queries = new ArrayList<>();
  private final StoreResult[] results;
  private long bytes;

  Round(List<StoreReads> batches) {
    this.batches = batches;
    this.results = new StoreResult[batches.stream().mapToInt(batch -> batch.reads().size()).sum()];
    int place = 0;
    for (StoreReads batch : batches) {
      for (Read read : batch.reads()) {
        ask(batch.tenant(), read, place++);
      }
    }
    questions.addAll(gets.values());
  }

  private void ask(TenantId tenant, Read read, int place) {
    if (read instanceof Get get) {
      results[place] = new StoreResult.Found(null);
      if (ItemName.isPossible(get.key())) {
        gets.computeIfAbsent(tenant, Gets::new).add(get.key(), place);
      }
    } else if (read instanceof Search search) {
      results[place] = new StoreResult.Items(List.of());
      if (!Labels.areStorable(search.prefix().labels())) {
        return;
      }
      if (search.query() != null) {
        queries.add(new Queried(tenant, search, search.query(), place));
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

  /** There is more to answer than an answer holds. */
  static Failure tooMuch() {
    return new Failure.LimitExceeded("store_answer_bytes", StoreReader.ANSWER_BYTES);
  }

  /** What is to be asked, all of it in one snapshot. */
  List<Question> questions() {
    return questions;
  }

  /** What takes more than one question. */
  List<Queried> queries() {
    return queries;
  }

  /** Takes the answer to one of them; each alone is not too much, but all together may be. */
  Round answered(Question question, RowSet<Row> rows) {
    if (questions.size() + queries.size() > 1) {
      bytes += ItemRows.bytes(rows);
      if (bytes > StoreReader.ANSWER_BYTES) {
        throw tooMuch();
      }
    }
    question.answer(rows, results);
    return this;
  }

  /** One list for each batch, once all questions are answered. */
  List<List<StoreResult>> results() {
    List<List<StoreResult>> each = new ArrayList<>(batches.size());
    int begin = 0;
    for (StoreReads batch : batches) {
      int end = begin + batch.reads().size();
      each.add(List.of(Arrays.copyOfRange(results, begin, end)));
      begin = end;
    }
    return each;
  }
}
