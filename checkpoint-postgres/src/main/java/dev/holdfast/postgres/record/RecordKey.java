package dev.holdfast.postgres.record;

/**
 * Names a record.
 *
 * @param incarnation of its thread
 * @param number 1, 2, … in the order in which the thread's records were committed
 */
public record RecordKey(long incarnation, long number) {

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Both count from one: added up as records do it, most keys of many threads would be alike. */
  @Override
  public int hashCode() {
    return Long.hashCode((incarnation * SPREAD + number) * SPREAD);
  }
}
