package dev.holdfast.testkit;

import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.ThreadStore;

/**
 * The three ports over one storage.
 *
 * @param writer appends
 * @param reader reads what the others wrote
 * @param threads deletes, copies and prunes it
 */
public record Stores(CheckpointWriter writer, CheckpointReader reader, ThreadStore threads) {}
