package dev.holdfast.core.model;

/**
 * Names one checkpoint, stored or still to come.
 *
 * @param place thread and namespace
 * @param id the checkpoint's id
 */
public record CheckpointKey(NamespaceKey place, CheckpointId id) {

  /** The thread the checkpoint belongs to. */
  public ThreadKey thread() {
    return place.thread();
  }
}
