package dev.holdfast.signals;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.signals.deliver.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Time that a test moves; what is to be done at a moment is done when it comes. */
public final class FakeTime implements Ticker, Timers {
  private record Task(long at, Runnable task) {}

  private final List<Task> tasks = new ArrayList<>();
  private final Consumer<Duration> others;
  private long now = 1_000_000_000_000L;

  /** Time that {@code others} go by, too. */
  public FakeTime(Consumer<Duration> others) {
    this.others = others;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void in(Duration delay, Runnable task) {
    tasks.add(new Task(now + delay.toNanos(), task));
  }

  public int planned() {
    return tasks.size();
  }

  /** Lets time pass, from one task to the next. */
  public void pass(Duration time) {
    long until = now + time.toNanos();
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> task.at() <= until)
              .min(Comparator.comparingLong(Task::at))
              .orElse(null);
      if (next == null) {
        move(until);
        return;
      }
      tasks.remove(next);
      move(Math.max(now, next.at()));
      next.task().run();
    }
  }

  private void move(long to) {
    others.accept(Duration.ofNanos(to - now));
    now = to;
  }
}
