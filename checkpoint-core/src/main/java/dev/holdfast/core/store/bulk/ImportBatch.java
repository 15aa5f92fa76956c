package dev.holdfast.core.store.bulk;

import dev.holdfast.core.imports.ImportError;
import java.util.List;

/**
 * Lines of an import that are committed together.
 *
 * @param fromLine lines of the whole before the first of these
 * @param toLine lines up to the last of these
 * @param items those that are items, in order
 * @param errors those that cannot be read, in order
 */
public record ImportBatch(
    long fromLine, long toLine, List<ImportedItem> items, List<ImportError> errors) {

  /** Copies the lists. */
  public ImportBatch {
    items = List.copyOf(items);
    errors = List.copyOf(errors);
  }
}
