package dev.holdfast.core.model;

import java.util.Map;

/** What an append did, committed. */
public sealed interface Appended {

  /** The thread's life that the rows belong to. */
  Incarnation incarnation();

  /** What became of the row of a checkpoint. */
  enum Status {
    /** No row had this id. */
    INSERTED,
    /** The row was there; it now holds this put. */
    REPLACED,
    /** The row holds this put already, or a later one of the same saver. */
    UNCHANGED
  }

  /**
   * A checkpoint and its values are stored.
   *
   * @param incarnation the thread's life
   * @param status what became of the row
   * @param conflict whether a running graph put it beside another head
   * @param checksums for each value of the put, of the bytes that are kept
   */
  record CheckpointStored(
      Incarnation incarnation,
      Status status,
      boolean conflict,
      Map<ChannelName, Checksum> checksums)
      implements Appended {}

  /**
   * The writes of a call are stored.
   *
   * @param incarnation the thread's life
   */
  record WritesStored(Incarnation incarnation) implements Appended {}
}
