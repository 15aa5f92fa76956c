package dev.holdfast.core.model;

/**
 * A checkpoint namespace of a thread: within it the greatest checkpoint id is the latest.
 *
 * @param thread the thread
 * @param namespace the (sub)graph's path in it
 */
public record NamespaceKey(ThreadKey thread, CheckpointNamespace namespace) {}
