package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which incarnation the rows of each thread of a group are written under. */
final class Assigned {

  private final Map<ThreadKey, Incarnation> lives = new LinkedHashMap<>();
  private final Set<ThreadKey> begun = new HashSet<>();

  void put(ThreadKey thread, Incarnation life) {
    lives.put(thread, life);
  }

  /** The thread is thought to be new. */
  void begin(ThreadKey thread, Incarnation life) {
    lives.put(thread, life);
    begun.add(thread);
  }

  boolean has(ThreadKey thread) {
    return lives.containsKey(thread);
  }

  Incarnation of(ThreadKey thread) {
    Incarnation life = lives.get(thread);
    if (life == null) {
      throw new IllegalArgumentException("a thread of another group");
    }
    return life;
  }

  /**
   * Tenants, ids and incarnations of the threads of {@code appends}, and whether each is thought to
   * be new.
   */
  Columns columns(List<Append> appends) {
    var columns = new Columns(String.class, String.class, Long.class, Boolean.class);
    for (ThreadKey key :
        appends.stream().map(append -> append.key().thread()).distinct().toList()) {
      columns.add(
          key.tenant().value(), key.thread().value(), of(key).number(), begun.contains(key));
    }
    return columns;
  }

  /** Lock, tenant, id and incarnation of {@code thread}, and whether it is thought to be new. */
  Tuple only(ThreadKey thread) {
    return Tuple.of(
        lock(thread),
        thread.tenant().value(),
        thread.thread().value(),
        of(thread).number(),
        begun.contains(thread));
  }

  /**
   * The locks of a group's threads, sorted, so that two groups never wait for each other in a
   * circle.
   */
  static Tuple locks(List<Append> group) {
    var names = new TreeSet<String>();
    group.forEach(append -> names.add(lock(append.key().thread())));
    return Tuple.of((Object) names.toArray(String[]::new));
  }

  private static String lock(ThreadKey thread) {
    return thread.tenant().value() + "/" + thread.thread().value();
  }

  /** Tenants and ids of {@code threads}. */
  static Tuple names(List<ThreadKey> threads) {
    List<String> tenants = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    threads.forEach(
        key -> {
          tenants.add(key.tenant().value());
          ids.add(key.thread().value());
        });
    return Tuple.of(tenants.toArray(String[]::new), (Object) ids.toArray(String[]::new));
  }
}
