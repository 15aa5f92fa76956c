package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.record.StoredState;
import dev.holdfast.postgres.statement.AppendSql;
import dev.holdfast.postgres.statement.Columns;
import dev.holdfast.postgres.view.KnownCheckpoint;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks up what a group builds on: threads, checkpoints, and the bytes that its values share. */
final class Look {

  private final SqlClient client;
  private final Records records;
  private final Scene scene;
  private final Gathered gathered;
  private int statements;

  Look(SqlClient client, Records records, Scene scene, Gathered gathered) {
    this.client = client;
    this.records = records;
    this.scene = scene;
    this.gathered = gathered;
  }

  /** How many were sent. */
  int statements() {
    return statements;
  }

  /** Completes when all is clear; fails with {@link InDoubt} if something is not as believed. */
  Future<Void> at(List<Append> group) {
    List<Question> questions = scene.questions(group);
    if (questions.isEmpty()) {
      return bases(group);
    }
    statements++;
    return client
        .preparedQuery(AppendSql.VIEW_THREADS)
        .execute(parameters(questions))
        .compose(rows -> learn(questions, rows))
        .compose(learnt -> at(group));
  }

  private static Tuple parameters(List<Question> questions) {
    var columns = new Columns(String.class, String.class, String.class, String.class, String.class);
    for (Question question : questions) {
      columns.add(
          question.thread().tenant().value(),
          question.thread().thread().value(),
          question.namespace() == null ? null : question.namespace().value(),
          question.one() == null ? null : question.one().value(),
          question.other() == null ? null : question.other().value());
    }
    return columns.tuple();
  }

  private record Found(
      Question question, Row row, RecordKey key, StoredState state, boolean newest) {}

  private Future<Void> learn(List<Question> questions, RowSet<Row> rows) {
    List<Found> found = new ArrayList<>();
    Set<RecordKey> homes = new HashSet<>();
    for (Row row : rows) {
      Question question = questions.get(row.getInteger("n") - 1);
      if (row.getString("id") == null) {
        thread(question, row);
      } else {
        Found one = found(question, row);
        found.add(one);
        homes.addAll(Gathered.homes(one.key().incarnation(), one.state()));
      }
    }
    return gather(homes)
        .onSuccess(done -> found.forEach(this::learn))
        .map(done -> looked(questions));
  }

  private void thread(Question question, Row row) {
    Long incarnation = row.getLong("incarnation");
    Long last = row.getLong("number");
    String history = row.getString("history");
    scene.looked(
        question.thread(),
        incarnation == null ? null : new Incarnation(incarnation),
        last == null ? 0 : last,
        history == null ? HistoryPolicy.FULL : HistoryPolicy.of(history).orElseThrow());
  }

  private Found found(Question question, Row row) {
    StoredRecord record = records.keep(gathered, row);
    var key = new RecordKey(row.getLong("incarnation"), record.number());
    return new Found(question, row, key, gathered.head(key).checkpoint(), row.getBoolean("newest"));
  }

  /** Without all of {@code keys} nothing can be decided. */
  private Future<Void> gather(Set<RecordKey> keys) {
    return records
        .gather(client, gathered, keys)
        .onSuccess(sent -> statements += sent)
        .compose(
            sent ->
                gathered.missing(keys).isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new InDoubt()));
  }

  private void learn(Found found) {
    PlaceScene place = place(found.question());
    if (place == null) {
      return;
    }
    var id = new CheckpointId(found.row().getString("id"));
    String parent = found.row().getString("parent");
    StoredState state = found.state();
    place.learn(
        new KnownCheckpoint(
            id,
            parent == null ? null : new CheckpointId(parent),
            found.key().number(),
            state.stamp(),
            state.versions(),
            gathered.layouts(found.key().incarnation(), state)));
    if (found.newest()) {
      place.learnNewest(id);
    }
  }

  private @Nullable PlaceScene place(Question question) {
    ThreadScene thread = scene.find(question.thread());
    return thread == null || question.namespace() == null
        ? null
        : thread.place(question.namespace());
  }

  private Void looked(List<Question> questions) {
    for (Question question : questions) {
      PlaceScene place = place(question);
      if (place != null) {
        place.looked();
      }
      if (place != null && question.one() != null) {
        place.looked(question.one());
      }
      if (place != null && question.other() != null) {
        place.looked(question.other());
      }
    }
    return null;
  }

  private Future<Void> bases(List<Append> group) {
    return gather(new Bases(scene).of(group));
  }
}
