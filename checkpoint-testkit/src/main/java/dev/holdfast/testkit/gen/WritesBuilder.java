package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.WritesPut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of {@code put_writes} in the making. */
public final class WritesBuilder {
  private final CheckpointKey key;
  private final List<PendingWrite> writes = new ArrayList<>();
  private @Nullable Stamp stamp;
  private @Nullable Incarnation incarnation;

  WritesBuilder(CheckpointKey key) {
    this.key = key;
  }

  /** Adds a write without a path. */
  public WritesBuilder add(String task, int index, String channel, String text) {
    return add(Fixtures.write(task, index, channel, text));
  }

  /** Adds a write. */
  public WritesBuilder add(PendingWrite write) {
    writes.add(write);
    return this;
  }

  /** Stamps the call. */
  public WritesBuilder stamp(long session, long sequence) {
    stamp = new Stamp(session, sequence);
    return this;
  }

  /** Names the life of the thread. */
  public WritesBuilder incarnation(@Nullable Incarnation known) {
    incarnation = known;
    return this;
  }

  /** The call. */
  public WritesPut build() {
    return new WritesPut(key, writes, stamp, incarnation);
  }
}
