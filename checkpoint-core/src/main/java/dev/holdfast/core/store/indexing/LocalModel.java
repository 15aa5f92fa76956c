package dev.holdfast.core.store.indexing;

import java.nio.file.Path;

/** A model that runs in the server's own process; servers find it with a {@code ServiceLoader}. */
public interface LocalModel {

  /** How configuration names it, e.g. {@code minilm}. */
  String name();

  /**
   * Loads it, which blocks and takes a second or so.
   *
   * @param cache directory for native libraries, which is made if it is not there
   * @param threads that compute at a time; more callers wait, up to a bound
   */
  Embedder open(Path cache, int threads);
}
