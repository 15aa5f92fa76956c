package dev.holdfast.core.model;

/**
 * The last checkpoint of a page; the next page holds what sorts after it.
 *
 * @param id first sort key, descending
 * @param thread second sort key, descending
 * @param namespace third sort key, descending
 */
public record HistoryCursor(CheckpointId id, ThreadId thread, CheckpointNamespace namespace) {}
