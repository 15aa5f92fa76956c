package dev.holdfast.jmh;

import java.io.PrintStream;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks, briefly, and prints a table. */
public final class Run {

  private static final int ROUNDS = 3;
  private static final TimeValue ROUND = TimeValue.milliseconds(500);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Run() {}

  /** Runs those whose names contain one of {@code arguments}; all if there are none. */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(ROUNDS)
            .warmupTime(ROUND)
            .measurementIterations(2 * ROUNDS)
            .measurementTime(ROUND)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    for (String part : arguments) {
      options.include(part);
    }
    print(System.out, new Runner(options.build()).run());
  }

  private static void print(PrintStream out, Collection<RunResult> results) {
    out.printf("%n| benchmark | µs | ± | bytes allocated |%n|---|---:|---:|---:|%n");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      out.printf(
          "| %s | %.2f | %.2f | %s |%n",
          name(result),
          time.getScore(),
          time.getScoreError(),
          allocated == null ? "" : "%,.0f".formatted(allocated.getScore()));
    }
  }

  private static String name(RunResult result) {
    String name = result.getParams().getBenchmark();
    int method = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', method - 1) + 1);
  }
}
