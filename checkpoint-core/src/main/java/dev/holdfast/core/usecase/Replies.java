package dev.holdfast.core.usecase;

import java.util.List;
import java.util.function.LongSupplier;

/** The replies to a batch; those that come with a write are taken from the write's. */
final class Replies {

  private final List<Operation> operations;
  private final OperationObserver observer;
  private final LongSupplier nanos;
  private final Reply[] replies;

  /** {@code observer} hears of each when it is there, with the time until then. */
  Replies(List<Operation> operations, OperationObserver observer, LongSupplier nanos) {
    this.operations = operations;
    this.observer = observer;
    this.nanos = nanos;
    this.replies = new Reply[operations.size()];
  }

  void add(int place, Reply reply) {
    replies[place] = reply;
    observer.operationEnded(operations.get(place).kind(), reply, nanos.getAsLong());
  }

  /** All of them; those of writes are there. */
  List<Reply> all() {
    for (int i = 0; i < replies.length; i++) {
      if (operations.get(i) instanceof Operation.Signal signal) {
        add(i, signalled(replies[signal.write()], signal.signal()));
      }
    }
    return List.of(replies);
  }

  /** A signal shares the failure of its write. */
  private static Reply signalled(Reply write, int signal) {
    return write instanceof Reply.Written written
        ? new Reply.Signalled(written.places().get(signal))
        : write;
  }
}
