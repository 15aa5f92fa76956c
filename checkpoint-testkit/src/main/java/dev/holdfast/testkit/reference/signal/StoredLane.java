package dev.holdfast.testkit.reference.signal;

import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a lane beside its signals. */
final class StoredLane {
  final WorkflowKey workflow;
  Instant dueAt = Instant.MAX;
  @Nullable Instant leaseUntil;
  long fencing;
  int failures;
  @Nullable Long heldBy;
  @Nullable FormedBatch formed;
  @Nullable Instant formedAt;
  int batchAttempts;

  StoredLane(WorkflowKey workflow) {
    this.workflow = workflow;
  }

  boolean leased(Instant now) {
    return leaseUntil != null && leaseUntil.isAfter(now);
  }

  boolean dueNow(Instant now) {
    return heldBy == null && !dueAt.isAfter(now) && !leased(now);
  }

  void dueBy(Instant moment) {
    if (moment.isBefore(dueAt)) {
      dueAt = moment;
    }
  }

  void unform() {
    formed = null;
    formedAt = null;
    batchAttempts = 0;
  }
}
