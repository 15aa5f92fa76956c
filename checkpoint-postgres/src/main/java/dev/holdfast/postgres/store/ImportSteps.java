package dev.holdfast.postgres.store;

import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.postgres.json.JsonColumns;
import dev.holdfast.postgres.statement.Columns;
import dev.holdfast.postgres.statement.Labels;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What batches of imports in a group do beside their puts, for {@code BulkSql.writeImport}. */
final class ImportSteps {

  private static final Comparator<ImportStep> ORDER =
      Comparator.comparing((ImportStep step) -> step.id().tenant().value())
          .thenComparing(step -> step.id().value())
          .thenComparing(ImportStep::fromLine);

  private final List<StoreChange> changes;

  ImportSteps(List<StoreChange> group) {
    changes = group.stream().filter(change -> change.step() != null).toList();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The parameters after those of {@code items}, which say what of the group counts. */
  Tuple addTo(Tuple tuple, Folded items) {
    times(items).addTo(tuple);
    return steps().addTo(tuple).addInteger(ImportError.MOST);
  }

  /** Only of puts that no later batch of the group has replaced. */
  private Columns times(Folded items) {
    var columns =
        new Columns(
            String.class,
            String.class,
            String.class,
            OffsetDateTime.class,
            OffsetDateTime.class,
            OffsetDateTime.class);
    for (StoreChange change : changes) {
      for (int i = 0; i < change.puts().size(); i++) {
        var put = change.puts().get(i);
        var name = new ItemName(change.tenant(), put.key());
        ItemTimes times = step(change).times().get(i);
        if (!times.equals(ItemTimes.NOW) && items.counts(name, put)) {
          columns.add(
              name.tenant().value(),
              Labels.literal(name.key().namespace().labels()),
              name.key().key(),
              moment(times.createdAt()),
              moment(times.updatedAt()),
              moment(times.expiresAt()));
        }
      }
    }
    return columns;
  }

  private Columns steps() {
    var columns =
        new Columns(
            String.class,
            String.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            Long.class,
            String.class);
    changes.stream()
        .map(ImportSteps::step)
        .sorted(ORDER)
        .forEach(
            step ->
                columns.add(
                    step.id().tenant().value(),
                    step.id().value(),
                    step.fromLine(),
                    step.toLine(),
                    step.counts().stored(),
                    step.counts().expired(),
                    step.counts().skipped(),
                    JsonColumns.jsonb(step.errors().stream().map(ImportSteps::error).toList())));
    return columns;
  }

  private static ImportStep step(StoreChange change) {
    ImportStep step = change.step();
    if (step == null) {
      throw new IllegalArgumentException("no batch of an import");
    }
    return step;
  }

  private static Map<String, @Nullable Object> error(ImportError error) {
    Map<String, @Nullable Object> told = new HashMap<>();
    told.put("line", error.line());
    told.put("code", error.code());
    told.put("pointer", error.pointer());
    return told;
  }

  private static @Nullable OffsetDateTime moment(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
