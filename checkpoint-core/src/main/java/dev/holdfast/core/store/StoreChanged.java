package dev.holdfast.core.store;

/** A {@link StoreChange} is committed. */
public record StoreChanged() {}
