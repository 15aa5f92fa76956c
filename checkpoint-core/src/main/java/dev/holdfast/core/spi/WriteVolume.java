package dev.holdfast.core.spi;

/**
 * What a committed group took, and what it would have taken a saver that writes each call by
 * itself: a row for each checkpoint, value and pending write, with all its bytes.
 *
 * @param calls that are committed
 * @param statements that were sent for it
 * @param rows written
 * @param bytes of values, skeletons and pending writes, as they are stored
 * @param rowsAlone rows that they would have been, each call by itself
 * @param bytesAlone bytes that they are
 */
public record WriteVolume(
    int calls, int statements, long rows, long bytes, long rowsAlone, long bytesAlone) {}
