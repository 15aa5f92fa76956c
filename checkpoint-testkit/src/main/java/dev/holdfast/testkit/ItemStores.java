package dev.holdfast.testkit;

import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreWriter;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The ports of the long-term store over one storage, and its time.
 *
 * @param writer puts, deletes, refreshes
 * @param reader reads what it wrote
 * @param time lets time pass for everything stored: a clock goes on, or all times that are stored
 *     (created, updated, expires) go back by as much, which may be more nanoseconds than a long has
 */
public record ItemStores(StoreWriter writer, StoreReader reader, Consumer<Duration> time) {}
