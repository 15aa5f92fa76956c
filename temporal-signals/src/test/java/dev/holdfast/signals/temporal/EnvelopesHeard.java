package dev.holdfast.signals.temporal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the kinds of workers that were told. */
final class EnvelopesHeard implements EnvelopeObserver {
  final List<String> distrusted = new CopyOnWriteArrayList<>();
  final List<String> unanswered = new CopyOnWriteArrayList<>();

  @Override
  public void distrusted(String worker) {
    distrusted.add(worker);
  }

  @Override
  public void unanswered(String worker) {
    unanswered.add(worker);
  }
}
