package dev.holdfast.jmh;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.groupcommit.Weigher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** What group commit itself takes, in front of a writer that takes nothing. */
@State(Scope.Benchmark)
public class GroupCommitBenchmark {

  private static final int CALLERS = 256;
  private static final int WORKERS = 4;
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
  private static final GroupLimits LIMITS =
      new GroupLimits(2, 500, 16 << 20, 100_000, 1 << 30, Duration.ofMillis(250), 3);

  private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
  private final GroupCommit<Integer, Integer> atOnce = commits(GroupCommitBenchmark::done);
  private final GroupCommit<Integer, Integer> later =
      commits(
          group ->
              CompletableFuture.completedFuture(group)
                  .thenComposeAsync(GroupCommitBenchmark::done, elsewhere));

  /** A caller alone, whose commit is done when it returns. */
  @Benchmark
  public CompletableFuture<Integer> oneCallerAlone() {
    return submit(atOnce, 1);
  }

  /** Four workers at the same lanes. */
  @Benchmark
  @Threads(WORKERS)
  public CompletableFuture<Integer> fourWorkersAtOnce() {
    return submit(atOnce, 1);
  }

  /** 256 callers whose commits are done on another thread; time of each. */
  @Benchmark
  @OperationsPerInvocation(CALLERS)
  public int manyCallersTogether() {
    List<CompletableFuture<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(submit(later, i));
    }
    int sum = 0;
    for (CompletableFuture<Integer> caller : callers) {
      sum += caller.join();
    }
    return sum;
  }

  /** Stops the thread of the commits. */
  @TearDown
  public void stop() {
    elsewhere.shutdown();
  }

  private static CompletableFuture<Integer> submit(
      GroupCommit<Integer, Integer> commits, int operation) {
    return commits.submit(operation, operation, System.nanoTime() + PATIENCE).toCompletableFuture();
  }

  private static CompletionStage<List<Outcome<Integer>>> done(List<Integer> group) {
    List<Outcome<Integer>> outcomes = new ArrayList<>(group.size());
    for (Integer operation : group) {
      outcomes.add(new Outcome.Done<>(operation));
    }
    return CompletableFuture.completedFuture(outcomes);
  }

  private static GroupCommit<Integer, Integer> commits(GroupWriter<Integer, Integer> writer) {
    return new GroupCommit<>(LIMITS, writer, new Small(), System::nanoTime, GroupObserver.SILENT);
  }

  private static final class Small implements Weigher<Integer> {
    @Override
    public int rows(Integer operation) {
      return 1;
    }

    @Override
    public long bytes(Integer operation) {
      return 1000;
    }
  }
}
