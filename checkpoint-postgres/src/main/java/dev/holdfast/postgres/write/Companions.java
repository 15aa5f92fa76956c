package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.postgres.signal.Acceptance;
import dev.holdfast.postgres.signal.Acceptance.Accepted;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The signals of a group's appends, which are accepted in the transaction of the appends. */
final class Companions {

  private final List<Commit> group;
  private final List<AttachedSignal> attached = new ArrayList<>();
  private List<SignalPlace> places = List.of();

  Companions(List<Commit> group) {
    this.group = group;
  }

  /** Accepts those of appends that are not refused. */
  Future<Void> accept(SqlClient client, Acceptance acceptance, List<Outcome<Appended>> outcomes) {
    for (int i = 0; i < group.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done) {
        attached.addAll(group.get(i).signals());
      }
    }
    List<AcceptedSignal> signals = attached.stream().map(AttachedSignal::accepted).toList();
    return signals.isEmpty()
        ? Future.succeededFuture()
        : acceptance.run(client, signals).compose(this::checked);
  }

  /** A key that came with another signal fails the transaction: its append goes with it. */
  private Future<Void> checked(List<Accepted> accepted) {
    for (int i = 0; i < accepted.size(); i++) {
      if (!accepted.get(i).same() && !attached.get(i).firstWins()) {
        return Future.failedFuture(
            group.size() > 1
                ? new Failure.Plain(Code.REJECTED, "a signal of the group")
                : Accepted.reused());
      }
    }
    places = accepted.stream().map(Accepted::place).toList();
    return Future.succeededFuture();
  }

  /** Signals that are committed with the group. */
  List<AttachedSignal> attached() {
    return attached;
  }

  /** What became of the group: each append with its own places. */
  List<Outcome<Committed>> outcomes(List<Outcome<Appended>> appended) {
    Iterator<SignalPlace> next = places.iterator();
    List<Outcome<Committed>> outcomes = new ArrayList<>(group.size());
    for (int i = 0; i < group.size(); i++) {
      List<AttachedSignal> signals = group.get(i).signals();
      outcomes.add(
          appended
              .get(i)
              .map(done -> new Committed(done, signals.stream().map(one -> next.next()).toList())));
    }
    return outcomes;
  }
}
