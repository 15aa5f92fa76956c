package dev.holdfast.core.groupcommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many workers, a writer that fails at random, a clock that runs: everybody gets one answer. */
final class StressTest {
  private static final int WORKERS = 8;
  private static final int CALLS = 1500;
  private static final int BAD_ONE_IN = 50;
  private static final long SEED = 20_261_121L;

  private final ExecutorService pool = Executors.newFixedThreadPool(WORKERS + 2);
  private final List<String> committed = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger answers = new AtomicInteger();

  @AfterEach
  void stop() throws InterruptedException {
    pool.shutdownNow();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void everyCallerIsAnsweredOnceAndTheOrderOfEachKeyIsKept() throws Exception {
    // Given
    var limits = new GroupLimits(2, 40, 10_000, 400, 100_000, Rig.RETRY, 3);
    var commits =
        new GroupCommit<Op, String>(
            limits, this::write, Op.WEIGHER, nanos::get, GroupObserver.SILENT);

    // When
    List<CompletableFuture<List<CompletableFuture<String>>>> workers = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      int key = worker;
      workers.add(CompletableFuture.supplyAsync(() -> calls(commits, key), pool));
    }
    List<List<CompletableFuture<String>>> calls = new ArrayList<>();
    for (var worker : workers) {
      calls.add(worker.get(60, TimeUnit.SECONDS));
    }
    commits.drain().toCompletableFuture().get(60, TimeUnit.SECONDS);

    // Then
    assertThat(answers).hasValue(WORKERS * CALLS);
    assertThat(commits.backlogRows()).isZero();
    assertThat(commits.backlogBytes()).isZero();
    for (int key = 0; key < WORKERS; key++) {
      String prefix = key + ":";
      List<String> mine = committed.stream().filter(name -> name.startsWith(prefix)).toList();
      assertThat(mine).isSortedAccordingTo(Comparator.comparingInt(StressTest::number));
      assertThat(mine).doesNotHaveDuplicates().containsAll(acknowledged(calls.get(key)));
      assertThat(mine).noneMatch(name -> name.endsWith("bad"));
    }
  }

  private List<CompletableFuture<String>> calls(GroupCommit<Op, String> commits, int key) {
    Random random = new Random(SEED + key);
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String name = key + ":" + i + (random.nextInt(BAD_ONE_IN) == 0 ? ":bad" : ":ok");
      var op = new Op(name, 1 + random.nextInt(3), random.nextInt(100));
      long deadline = nanos.get() + Duration.ofMillis(1 + random.nextInt(500)).toNanos();
      var call = commits.submit(key, op, deadline).toCompletableFuture();
      var unused = call.whenComplete((done, error) -> answers.incrementAndGet());
      calls.add(call);
      if (random.nextInt(20) == 0) {
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        commits.expire();
      }
    }
    return calls;
  }

  private CompletionStage<List<Outcome<String>>> write(List<Op> group) {
    return CompletableFuture.supplyAsync(() -> settle(group), pool);
  }

  private List<Outcome<String>> settle(List<Op> group) {
    int dice = (int) (nanos.incrementAndGet() % 17);
    if (dice == 0) {
      throw new Failure.Plain(Code.WRITE_CONFLICT, "40P01");
    } else if (dice == 1) {
      throw Failure.outcomeUnknown();
    } else if (group.stream().anyMatch(op -> op.name().endsWith("bad"))) {
      throw new Failure.Plain(Code.REJECTED, "22021");
    }
    List<Outcome<String>> outcomes = new ArrayList<>();
    for (Op op : group) {
      committed.add(op.name());
      outcomes.add(new Outcome.Done<>(op.name()));
    }
    return outcomes;
  }

  private static List<String> acknowledged(List<CompletableFuture<String>> calls) {
    return calls.stream()
        .filter(call -> !call.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }

  private static int number(String name) {
    return Integer.parseInt(name.split(":", -1)[1]);
  }
}
