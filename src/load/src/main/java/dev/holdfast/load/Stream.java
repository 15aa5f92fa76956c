package dev.holdfast.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Callers of one kind that send side by side.
 *
 * @param priority of the signals
 * @param callers threads, each with a connection of its own if they post
 * @param rate signals a second of all together; 0: each sends again when it is answered
 * @param most signals of all together; 0: as many as there is time for
 * @param each signals in one request
 */
record Stream(String priority, int callers, double rate, int most, int each) {

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final double NANOS = 1e9;

  /** {@code priority:callers:rate:most:each}. */
  static Stream of(String text) {
    String[] parts = text.split(":", -1);
    return new Stream(
        parts[0],
        Integer.parseInt(parts[1]),
        Double.parseDouble(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]));
  }

  /** Begins to send; each future has the lines of one caller. */
  List<Future<List<String>>> begin(
      ExecutorService threads, Supplier<Caller> open, Workflows to, long start, long end) {
    List<Future<List<String>>> sent = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      int at = caller;
      sent.add(threads.submit(() -> send(open, to, at, start, end)));
    }
    return sent;
  }

  private List<String> send(Supplier<Caller> open, Workflows to, int at, long start, long end) {
    List<String> lines = new ArrayList<>();
    int mine = most == 0 ? Integer.MAX_VALUE : most / each / callers;
    try (Caller caller = open.get()) {
      for (int call = 0; call < mine; call++) {
        int turn = call * callers + at;
        long due = rate == 0 ? start : start + (long) (turn * each / rate * NANOS);
        if (Math.max(due, Clock.nanos()) >= end) {
          break;
        }
        // Who is late because an answer took long has waited since it was due.
        long sent = rate > 0 && Clock.nanos() > due ? due : awaited(due);
        lines.addAll(called(caller, to.id(turn), sent));
      }
    }
    return lines;
  }

  private static long awaited(long due) {
    for (long left = due - Clock.nanos(); left > 0; left = due - Clock.nanos()) {
      LockSupport.parkNanos(left);
    }
    return Clock.nanos();
  }

  private List<String> called(Caller caller, String workflow, long sent) {
    List<Integer> numbers = new ArrayList<>();
    for (int at = 0; at < each; at++) {
      numbers.add(NUMBERS.incrementAndGet());
    }
    String outcome = caller.send(workflow, numbers, priority);
    long answered = Clock.nanos();
    return numbers.stream()
        .map(number -> number + " " + priority + " " + sent + " " + answered + " " + outcome)
        .toList();
  }
}
