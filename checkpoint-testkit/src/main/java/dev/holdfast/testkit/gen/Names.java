package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.ThreadId;
import java.util.List;
import java.util.Random;

/** The few names that random operations use. */
final class Names {
  static final List<String> CHANNELS = List.of("a", "b", "d", "ü");

  private static final List<String> THREADS = List.of("t1", "t2", "\uFFFF", "\uD83D\uDE00");
  private static final List<String> NAMESPACES = List.of("", "", "child:1");
  private static final int IDS = 12;
  private static final int RUNS = 5;

  private final Random random;

  Names(Random random) {
    this.random = random;
  }

  ThreadId thread() {
    return new ThreadId(THREADS.get(random.nextInt(THREADS.size())));
  }

  NamespaceKey place() {
    String namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
    return Fixtures.place(thread().value(), namespace);
  }

  /** One of a few, with some that sort otherwise by their bytes than by {@code char}s. */
  String id() {
    int number = random.nextInt(IDS);
    return number < 10 ? "c" + number : number == 10 ? "\uFFFF" : "\uD83D\uDE00";
  }

  static String channel(Random random) {
    return CHANNELS.get(random.nextInt(CHANNELS.size()));
  }

  static RunId run(Random random) {
    return new RunId("run " + random.nextInt(RUNS));
  }
}
