package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.store.StoreOperation.Put;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far imports are. */
final class ReferenceImports {
  private final Map<ImportId, ImportStatus> begun = new HashMap<>();

  static Failure elsewhere() {
    return new Failure.Plain(Code.REJECTED, "the import does not stand there");
  }

  /** The times of a put; now if it is no import's. */
  static ItemTimes times(@Nullable ImportStep step, int index) {
    return step == null ? ItemTimes.NOW : step.times().get(index);
  }

  /** What was told, but never later than now. */
  static Instant earlier(@Nullable Instant told, Instant now) {
    return told == null || told.isAfter(now) ? now : told;
  }

  /** When the time to live begins, so that it ends as told. */
  static Instant begun(Put put, ItemTimes times, Instant now) {
    return times.expiresAt() == null || put.ttl() == null
        ? now
        : times.expiresAt().minus(put.ttl().micros(), ChronoUnit.MICROS);
  }

  ImportStatus begin(ImportId id, Instant now) {
    begun.putIfAbsent(id, new ImportStatus(id, 0, ImportCounts.NONE, List.of(), now));
    return find(id, now).orElseThrow();
  }

  Optional<ImportStatus> find(ImportId id, Instant now) {
    return Optional.ofNullable(begun.get(id))
        .map(
            status ->
                new ImportStatus(
                    id, status.committedLines(), status.counts(), status.errors(), now));
  }

  /** Moves an import on, if there is one to move; false if it stands elsewhere. */
  boolean moveOn(@Nullable ImportStep step) {
    if (step == null) {
      return true;
    }
    ImportStatus status = begun.get(step.id());
    if (status == null || status.committedLines() != step.fromLine()) {
      return false;
    }
    List<ImportError> errors = new ArrayList<>(status.errors());
    step.errors().stream().limit(ImportError.MOST - errors.size()).forEach(errors::add);
    begun.put(
        step.id(),
        new ImportStatus(
            step.id(), step.toLine(), status.counts().plus(step.counts()), errors, status.now()));
    return true;
  }
}
