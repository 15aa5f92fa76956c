package dev.holdfast.core.imports;

/**
 * What became of lines.
 *
 * @param stored items that were put
 * @param expired items that were left out, since their time was over
 * @param skipped lines that were left out, since they cannot be read
 */
public record ImportCounts(long stored, long expired, long skipped) {

  /** Nothing yet. */
  public static final ImportCounts NONE = new ImportCounts(0, 0, 0);

  /** Both together. */
  public ImportCounts plus(ImportCounts more) {
    return new ImportCounts(stored + more.stored, expired + more.expired, skipped + more.skipped);
  }
}
