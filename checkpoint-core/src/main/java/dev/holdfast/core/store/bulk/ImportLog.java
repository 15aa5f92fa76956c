package dev.holdfast.core.store.bulk;

import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.imports.ImportStep;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Remembers how far imports have come; {@link ImportStep}s move them on. */
public interface ImportLog {

  /**
   * Begins an import, unless it has begun.
   *
   * @return how far it is
   */
  CompletionStage<ImportStatus> begin(ImportId id);

  /** How far an import is; empty if there is none, or none any more. */
  CompletionStage<Optional<ImportStatus>> find(ImportId id);
}
