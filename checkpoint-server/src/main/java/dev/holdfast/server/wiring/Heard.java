package dev.holdfast.server.wiring;

import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.spi.WriteVolume;
import dev.holdfast.core.usecase.Conflation;
import java.util.List;

/**
 * Tells what is written to those who count it, who remove what it supersedes, and who deliver its
 * signals.
 */
record Heard(WriteObserver writes, Conflation conflation, Signals signals)
    implements WriteObserver {

  @Override
  public void written(WriteVolume volume) {
    writes.written(volume);
  }

  @Override
  public void grown(ThreadKey thread, int checkpoints) {
    conflation.grown(thread, checkpoints);
  }

  @Override
  public void signalled(List<AttachedSignal> attached) {
    signals.committed(attached);
  }
}
