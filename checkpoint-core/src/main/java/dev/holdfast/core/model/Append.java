package dev.holdfast.core.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write of a saver that goes through group commit. */
public sealed interface Append permits CheckpointPut, WritesPut {

  /** The checkpoint put, or the one whose superstep the writes belong to. */
  CheckpointKey key();

  /** Order among the operations of its saver, or null if the saver has none. */
  @Nullable Stamp stamp();

  /** The life of the thread that the saver knows of, or null for a first put. */
  @Nullable Incarnation incarnation();

  /** Rows it adds at most. */
  int rows();

  /** Bytes of values it carries. */
  long bytes();

  /** Bytes of what it stands for: values, skeleton and writes, each whole. */
  long representedBytes();

  /** The incarnation, as an option. */
  default Optional<Incarnation> knownIncarnation() {
    return Optional.ofNullable(incarnation());
  }
}
