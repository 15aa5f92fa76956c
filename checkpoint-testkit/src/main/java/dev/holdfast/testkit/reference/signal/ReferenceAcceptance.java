package dev.holdfast.testkit.reference.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDigest;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.WorkflowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How signals get into a {@link ReferenceSignalOutbox}: by themselves, or with a write. */
public final class ReferenceAcceptance {
  private final Shelf shelf;

  ReferenceAcceptance(Shelf shelf) {
    this.shelf = shelf;
  }

  /** Accepts signals; where each is, or why it is refused. */
  List<Outcome<SignalPlace>> write(List<AcceptedSignal> group) {
    synchronized (shelf) {
      List<Outcome<StoredSignal>> outcomes = group.stream().map(this::accept).toList();
      return outcomes.stream().map(this::placed).toList();
    }
  }

  /**
   * Refuses signals whose keys came with others, unless the first wins.
   *
   * @throws Failure {@code SIGNAL_KEY_REUSED}
   */
  public void refuseReused(List<AttachedSignal> signals) {
    synchronized (shelf) {
      Map<List<Object>, Bytes> known = new HashMap<>();
      for (AttachedSignal attached : signals) {
        Signal signal = attached.signal();
        Bytes digest = SignalDigest.of(signal);
        Bytes first =
            known.computeIfAbsent(
                List.of(signal.workflow(), String.valueOf(signal.idempotencyKey())),
                named -> known(signal).map(one -> one.digest).orElse(digest));
        if (!attached.firstWins() && !first.equals(digest)) {
          throw reused();
        }
      }
    }
  }

  private static Failure reused() {
    return new Failure.Plain(Code.SIGNAL_KEY_REUSED, "the key came with another signal");
  }

  /** Accepts signals that came with something; of equal keys the first stays. */
  public List<SignalPlace> attach(List<AttachedSignal> signals) {
    synchronized (shelf) {
      List<StoredSignal> stored =
          signals.stream()
              .map(one -> known(one.signal()).orElseGet(() -> fresh(one.accepted())))
              .toList();
      return stored.stream().map(this::place).toList();
    }
  }

  private Optional<StoredSignal> known(Signal signal) {
    String key = signal.idempotencyKey();
    return key == null ? Optional.empty() : shelf.named(signal.workflow(), key);
  }

  private Outcome<StoredSignal> accept(AcceptedSignal accepted) {
    Signal signal = accepted.signal();
    Optional<StoredSignal> known = known(signal);
    if (known.isPresent()) {
      return known.get().digest.equals(SignalDigest.of(signal))
          ? new Outcome.Done<>(known.get())
          : new Outcome.Refused<>(reused());
    }
    return new Outcome.Done<>(fresh(accepted));
  }

  private StoredSignal fresh(AcceptedSignal accepted) {
    var fresh =
        new StoredSignal(
            shelf.nextId(), accepted.signal(), accepted.requestId(), shelf.now, accepted.linger());
    shelf.signals.put(fresh.id, fresh);
    if (accepted.delivered()) {
      fresh.settle(SignalState.DELIVERED, shelf.now);
    } else {
      queued(fresh);
    }
    return fresh;
  }

  private void queued(StoredSignal signal) {
    WorkflowKey workflow = signal.signal.workflow();
    StoredLane lane = shelf.lane(workflow);
    if (!lane.leased(shelf.now) && lane.failures == 0) {
      lane.dueBy(shelf.full(shelf.waiting(workflow)) ? shelf.now : signal.dueAt);
    }
  }

  private Outcome<SignalPlace> placed(Outcome<StoredSignal> outcome) {
    if (outcome instanceof Outcome.Refused<StoredSignal> refused) {
      return new Outcome.Refused<>(refused.failure());
    }
    return new Outcome.Done<>(place(((Outcome.Done<StoredSignal>) outcome).result()));
  }

  private SignalPlace place(StoredSignal stored) {
    return new SignalPlace(stored.id, stored.state, shelf.before(stored));
  }
}
