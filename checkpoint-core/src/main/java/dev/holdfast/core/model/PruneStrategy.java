package dev.holdfast.core.model;

/** What {@code prune} leaves of a thread. */
public enum PruneStrategy {
  /** The latest checkpoint of each namespace, and what a delta channel of it is rebuilt from. */
  KEEP_LATEST,
  /** Nothing. */
  DELETE
}
