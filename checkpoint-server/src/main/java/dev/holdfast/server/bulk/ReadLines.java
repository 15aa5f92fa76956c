package dev.holdfast.server.bulk;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.bulk.ImportBatch;
import dev.holdfast.core.store.bulk.ImportedItem;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wire.ImportDecoder;
import dev.holdfast.server.wire.MalformedBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lines of an import say.
 *
 * @param batch everything up to the line that stops the import
 * @param error why that one cannot be read; null if none stops it
 * @param line its number, from 1
 */
record ReadLines(ImportBatch batch, @Nullable RuntimeException error, long line) {

  private static final ImportDecoder DECODER = new ImportDecoder(Limits.DEFAULT);
  private static final String MALFORMED = "malformed-body";

  /** Reads {@code lines}, the first of which is the one after {@code from} others. */
  static ReadLines of(List<byte[]> lines, long from, boolean skip) {
    List<ImportedItem> items = new ArrayList<>();
    List<ImportError> errors = new ArrayList<>();
    long number = from;
    for (byte[] line : lines) {
      number++;
      try {
        item(line, items);
      } catch (Failure | MalformedBody error) {
        if (!skip) {
          return new ReadLines(new ImportBatch(from, number - 1, items, errors), error, number);
        }
        errors.add(error(number, error));
      }
    }
    return new ReadLines(new ImportBatch(from, number, items, errors), null, 0);
  }

  @SuppressWarnings("ReferenceEquality") // a mark, not a line
  private static void item(byte[] line, List<ImportedItem> items) {
    if (line == GatheredLines.TOO_LONG) {
      throw new Failure.LimitExceeded("line_bytes", ImportDecoder.MOST_LINE_BYTES);
    }
    DECODER.line(line).ifPresent(items::add);
  }

  private static ImportError error(long number, RuntimeException error) {
    if (!(error instanceof Failure failure)) {
      return new ImportError(number, MALFORMED, null);
    }
    Object pointer = Problem.of(failure, "").fields().get("pointer");
    // Postgres keeps no U+0000.
    String kept = pointer == null ? null : String.valueOf(pointer).replace('\0', '\uFFFD');
    return new ImportError(number, failure.code().text(), kept);
  }
}
