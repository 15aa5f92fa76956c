package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.Incarnation;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the statements of a group answered, and what that means for each operation. */
final class GroupAnswers {

  private final Map<Integer, Incarnation> incarnations = new HashMap<>();
  private final Map<Integer, Row> checkpoints = new HashMap<>();
  private int insertedBlobs;

  void incarnations(RowSet<Row> rows) {
    for (Row row : rows) {
      Long incarnation = row.getLong("incarnation");
      if (incarnation != null) {
        incarnations.put(row.getInteger("n"), new Incarnation(incarnation));
      }
    }
  }

  void blobs(RowSet<Row> rows) {
    insertedBlobs = rows.rowCount();
  }

  void checkpoints(List<Integer> places, RowSet<Row> rows) {
    for (Row row : rows) {
      checkpoints.put(places.get(row.getInteger("n") - 1), row);
    }
  }

  /** Values that were new to the database. */
  int insertedBlobs() {
    return insertedBlobs;
  }

  /**
   * One outcome for each operation; {@code kept} has the checksums of values that may not have been
   * the first, by place.
   */
  List<Outcome<Appended>> outcomes(
      List<Append> group, GroupRows rows, Map<Integer, Map<ChannelName, Checksum>> kept) {
    Map<Integer, Map<ChannelName, Checksum>> checksums = new HashMap<>();
    rows.sent.forEach(sent -> checksums.put(sent.place(), sent.checksums()));
    checksums.putAll(kept);
    List<Outcome<Appended>> outcomes = new ArrayList<>(group.size());
    for (int place = 0; place < group.size(); place++) {
      outcomes.add(outcome(group.get(place), place, rows, checksums.getOrDefault(place, Map.of())));
    }
    return outcomes;
  }

  private Outcome<Appended> outcome(
      Append append, int place, GroupRows rows, Map<ChannelName, Checksum> checksums) {
    Incarnation now = incarnations.get(rows.threads.number(append.key().thread()));
    Incarnation expected = append.incarnation();
    if (now == null || (expected != null && !expected.equals(now))) {
      return new Outcome.Refused<>(Failure.threadDeleted());
    }
    if (append instanceof CheckpointPut) {
      return checkpoint(now, checkpoints.get(place), checksums);
    }
    return new Outcome.Done<>(new Appended.WritesStored(now));
  }

  private static Outcome<Appended> checkpoint(
      Incarnation now, @Nullable Row row, Map<ChannelName, Checksum> checksums) {
    if (row == null) {
      return new Outcome.Refused<>(Failure.threadDeleted());
    }
    String[] missing = row.getArrayOfStrings("missing");
    if (missing != null) {
      return new Outcome.Refused<>(
          new Failure.MissingValues(Stream.of(missing).map(ChannelName::new).toList()));
    }
    boolean conflict = Boolean.TRUE.equals(row.getBoolean("conflict"));
    return new Outcome.Done<>(
        new Appended.CheckpointStored(
            now, status(row.getBoolean("inserted")), conflict, checksums));
  }

  private static Appended.Status status(@Nullable Boolean inserted) {
    if (inserted == null) {
      return Appended.Status.UNCHANGED;
    }
    return inserted ? Appended.Status.INSERTED : Appended.Status.REPLACED;
  }
}
