package dev.holdfast.core.imports;

import java.time.Instant;
import java.util.List;

/**
 * How far an import has come, as committed.
 *
 * @param id which
 * @param committedLines lines that are done, be they stored or left out
 * @param counts what became of them
 * @param errors of lines that were skipped, the first {@link ImportError#MOST}
 * @param now of the store's clock
 */
public record ImportStatus(
    ImportId id, long committedLines, ImportCounts counts, List<ImportError> errors, Instant now) {

  /** Copies the list. */
  public ImportStatus {
    errors = List.copyOf(errors);
  }
}
