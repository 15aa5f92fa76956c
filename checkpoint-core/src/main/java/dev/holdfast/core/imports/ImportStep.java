package dev.holdfast.core.imports;

import java.util.List;

/**
 * What a batch of an import is, beside its puts. It takes effect only if the import stands at
 * {@code fromLine}, and then moves it to {@code toLine}, in the same transaction as its puts.
 *
 * @param id which import
 * @param fromLine lines before the first of this batch
 * @param toLine lines up to its last one
 * @param counts what becomes of its lines
 * @param errors of its lines that are skipped, at most {@link ImportError#MOST}
 * @param times of its puts, one for each, in order
 */
public record ImportStep(
    ImportId id,
    long fromLine,
    long toLine,
    ImportCounts counts,
    List<ImportError> errors,
    List<ItemTimes> times) {

  /** Copies the lists. */
  public ImportStep {
    errors = List.copyOf(errors);
    times = List.copyOf(times);
  }
}
