package dev.holdfast.postgres.record;

/**
 * Names a record.
 *
 * @param incarnation of its thread
 * @param number 1, 2, … in the order in which the thread's records were committed
 */
public record RecordKey(long incarnation, long number) {}
