package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ThreadKey;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The threads of a group, each once and numbered from 1; rows refer to the number. */
final class ThreadColumns {

  private final Map<ThreadKey, Integer> numbers = new LinkedHashMap<>();
  private final TreeSet<String> locks = new TreeSet<>();
  private final Map<ThreadKey, Boolean> fresh = new LinkedHashMap<>();

  ThreadColumns(List<Append> group) {
    for (Append append : group) {
      ThreadKey thread = append.key().thread();
      numbers.putIfAbsent(thread, numbers.size() + 1);
      locks.add(lock(thread));
      if (append.incarnation() == null) {
        fresh.put(thread, true);
      }
    }
  }

  /** What the advisory lock of a thread is taken on. */
  static String lock(ThreadKey thread) {
    return thread.tenant().value() + "/" + thread.thread().value();
  }

  int number(ThreadKey thread) {
    Integer number = numbers.get(thread);
    if (number == null) {
      throw new IllegalArgumentException("a thread of another group");
    }
    return number;
  }

  int size() {
    return numbers.size();
  }

  /** Tenants and ids of all threads. */
  Tuple tuple() {
    return tuple(numbers);
  }

  /** Tenants and ids of the threads that come into being if they do not exist. */
  Tuple freshTuple() {
    return tuple(fresh);
  }

  boolean anyFresh() {
    return !fresh.isEmpty();
  }

  /** The locks, sorted, so that two groups never wait for each other in a circle. */
  Tuple locks() {
    return Tuple.of((Object) locks.toArray(String[]::new));
  }

  private static Tuple tuple(Map<ThreadKey, ?> threads) {
    return Tuple.of(
        threads.keySet().stream().map(key -> key.tenant().value()).toArray(String[]::new),
        (Object) threads.keySet().stream().map(key -> key.thread().value()).toArray(String[]::new));
  }
}
