package dev.holdfast.postgres.statement;

import dev.holdfast.core.model.ThreadKey;
import java.util.Collection;
import java.util.TreeSet;

/** Names of the locks of threads, as the statements and functions here take them. */
public final class ThreadLocks {

  private ThreadLocks() {}

  /** The name of one. */
  public static String name(ThreadKey thread) {
    return thread.tenant().value() + "/" + thread.thread().value();
  }

  /**
   * Those of {@code threads}, each once, in the order in which everybody takes them: so two who
   * take several never wait for each other in a circle.
   */
  public static String[] names(Collection<ThreadKey> threads) {
    var names = new TreeSet<String>();
    threads.forEach(thread -> names.add(name(thread)));
    return names.toArray(String[]::new);
  }
}
