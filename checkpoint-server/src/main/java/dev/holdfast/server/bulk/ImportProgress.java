package dev.holdfast.server.bulk;

import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.store.bulk.ImportBatch;
import dev.holdfast.server.wire.ImportEncoder;
import java.util.ArrayList;
import java.util.List;

/** How far a running import has come, as committed. */
final class ImportProgress {

  private ImportStatus status;

  ImportProgress(ImportStatus status) {
    this.status = status;
  }

  /** A batch is committed. */
  void committed(ImportBatch batch, ImportCounts counts) {
    List<ImportError> errors = new ArrayList<>(status.errors());
    int room = ImportError.MOST - errors.size();
    errors.addAll(batch.errors().subList(0, Math.min(room, batch.errors().size())));
    status =
        new ImportStatus(
            status.id(), batch.toLine(), status.counts().plus(counts), errors, status.now());
  }

  long committedLines() {
    return status.committedLines();
  }

  ImportStatus status() {
    return status;
  }

  byte[] line(long read, boolean done) {
    return ImportEncoder.line(status, read, done);
  }
}
