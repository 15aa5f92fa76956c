package dev.holdfast.server.metrics;

import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.spi.WriteVolume;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Statements, rows and bytes that were written, and how many fewer they are than those of a saver
 * that writes each call by itself.
 */
final class Volumes implements WriteObserver {

  private final Counter calls;
  private final Counter statements;
  private final Counter rows;
  private final Counter bytes;
  private final Counter represented;
  private final Counter rowsSaved;
  private final Counter bytesSaved;

  Volumes(MeterRegistry registry) {
    calls =
        counter(registry, "checkpoint.writes", "Calls of put and put_writes that are committed");
    statements = counter(registry, "checkpoint.write.statements", "Statements sent for them");
    rows = counter(registry, "checkpoint.write.rows", "Rows written for them");
    bytes =
        counter(
            registry,
            "checkpoint.write.bytes.stored",
            "Bytes of their values, skeletons and writes as they are stored");
    represented =
        counter(
            registry,
            "checkpoint.write.bytes.represented",
            "Bytes of their values, skeletons and writes");
    rowsSaved = saved(registry, "row", "Rows fewer than those of a saver that shares none");
    bytesSaved = saved(registry, "byte", "Bytes fewer than those of a saver that shares none");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static Counter saved(MeterRegistry registry, String by, String description) {
    return Counter.builder("checkpoint.writes.saved")
        .tag("by", by)
        .description(description)
        .register(registry);
  }

  @Override
  public void written(WriteVolume volume) {
    calls.increment(volume.calls());
    statements.increment(volume.statements());
    rows.increment((double) volume.rows());
    bytes.increment((double) volume.bytes());
    represented.increment((double) volume.bytesAlone());
    // A counter never falls: a group may take a little more than its calls would have taken
    rowsSaved.increment((double) Math.max(0, volume.rowsAlone() - volume.rows()));
    bytesSaved.increment((double) Math.max(0, volume.bytesAlone() - volume.bytes()));
  }
}
