package dev.holdfast.postgres.read;

import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.postgres.record.Head;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.StoredState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layouts of values that a caller holds, in other versions than it asks for. Looked for in the
 * records before the checkpoint's that are in memory, and not far: who reads a thread again is
 * seldom more than some supersteps behind, and whom nothing is found for gets the value whole.
 */
final class OlderValues {

  /** Records looked at: about ten turns of an agent. */
  private static final int MOST_RECORDS = 64;

  private final Assembly assembly;
  private final Map<Checksum, Layout> found = new HashMap<>();

  OlderValues(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Looks for {@code wanted}, from the record {@code newest} back. */
  void look(RecordKey newest, Collection<KnownValue> wanted) {
    Set<Checksum> missing = new HashSet<>();
    wanted.forEach(one -> missing.add(one.checksum()));
    long oldest = Math.max(1, newest.number() - MOST_RECORDS);
    for (long number = newest.number(); number >= oldest && !missing.isEmpty(); number--) {
      assembly
          .inMemory(new RecordKey(newest.incarnation(), number))
          .ifPresent(head -> look(head, missing));
    }
  }

  /** Equal bytes are as good as the same value, whatever channel or namespace they were put in. */
  private void look(Head head, Set<Checksum> missing) {
    StoredState state = head.state();
    if (state == null) {
      return;
    }
    for (Layout layout : state.layouts().values()) {
      if (missing.remove(layout.checksum())) {
        found.put(layout.checksum(), layout);
      }
    }
  }

  Optional<Layout> layout(KnownValue known) {
    return Optional.ofNullable(found.get(known.checksum()));
  }
}
