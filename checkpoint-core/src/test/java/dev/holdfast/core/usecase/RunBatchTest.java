package dev.holdfast.core.usecase;

import static dev.holdfast.core.usecase.Batch.code;
import static dev.holdfast.core.usecase.Batch.copy;
import static dev.holdfast.core.usecase.Batch.delete;
import static dev.holdfast.core.usecase.Batch.get;
import static dev.holdfast.core.usecase.Batch.prune;
import static dev.holdfast.core.usecase.Batch.replies;
import static dev.holdfast.core.usecase.Batch.runs;
import static dev.holdfast.core.usecase.Batch.unreadable;
import static dev.holdfast.core.usecase.Batch.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each operation has one reply, in its place. */
final class RunBatchTest {
  private static final long LIMIT_SECONDS = 10;

  private final Batch batch = new Batch();

  @Test
  void anEmptyBatchIsAnsweredAtOnce() {
    assertThat(replies(batch.start())).isEmpty();
  }

  @Test
  void repliesStandInThePlacesOfTheirOperations() {
    // Given
    var run = batch.start(write("a", "c1"), get("b"), delete("c"), copy("d", "e"));

    // When
    List.of("copy d e", "delete c", "find b", "write a/c1").forEach(batch.ports::release);

    // Then
    assertThat(replies(run).get(0)).isInstanceOf(Reply.Written.class);
    assertThat(replies(run).get(1)).isEqualTo(new Reply.Tuple(null));
    assertThat(replies(run).get(2)).isEqualTo(new Reply.Deleted(true));
    assertThat(replies(run).get(3)).isEqualTo(new Reply.Counted("copied", 3));
  }

  @Test
  void countsAreCalledWhatTheProtocolCallsThem() {
    // Given
    var run = batch.start(runs(), prune());

    // When
    batch.ports.release("runs");
    batch.ports.release("prune");

    // Then
    assertThat(replies(run))
        .containsExactly(new Reply.Counted("deleted", 2), new Reply.Counted("pruned", 4));
  }

  @Test
  void anUnreadableOperationFailsAloneAndHoldsUpNothing() {
    // Given
    var run = batch.start(unreadable(), get("t"), unreadable());

    // When
    batch.ports.release("find t");

    // Then
    assertThat(replies(run))
        .extracting(Batch::code)
        .containsExactly(Code.UNKNOWN_OPERATION, null, Code.UNKNOWN_OPERATION);
  }

  @Test
  void aReadThatIsLateDidNothingAndAChangeMayHaveHappened() throws Exception {
    // Given
    var run = batch.run(Duration.ofMillis(20), get("t"), delete("u"));

    // When
    List<Reply> replies = run.get(LIMIT_SECONDS, TimeUnit.SECONDS);

    // Then
    assertThat(code(replies.get(0))).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(code(replies.get(1))).isEqualTo(Code.OUTCOME_UNKNOWN);
  }

  @Test
  void writesAndReadsOfABatchShareItsDeadline() {
    // Given
    var run = batch.run(Duration.ofSeconds(5), write("t", "c1"), get("t"));
    batch.ports.nanos += Duration.ofSeconds(5).toNanos();

    // When
    batch.ports.commits.expire();

    // Then
    assertThat(replies(run))
        .extracting(Batch::code)
        .containsExactly(Code.OUTCOME_UNKNOWN, Code.DEADLINE_EXCEEDED);
  }

  @Test
  void aChangeWhoseTurnComesTooLateIsNotBegun() {
    // Given
    var run = batch.run(Duration.ofSeconds(5), get("t"), delete("t"));
    batch.ports.nanos += Duration.ofSeconds(5).toNanos();

    // When
    batch.ports.release("find t");

    // Then
    assertThat(batch.ports.reached).containsExactly("find t");
    assertThat(code(replies(run).get(1))).isEqualTo(Code.DEADLINE_EXCEEDED);
  }

  @Test
  void aDrainingServerRefusesWritesOneByOne() {
    // Given
    batch.ports.commits.drain();

    // When
    var run = batch.start(write("t", "c1"), get("t"));
    batch.ports.release("find t");

    // Then
    assertThat(replies(run)).extracting(Batch::code).containsExactly(Code.UNAVAILABLE, null);
  }
}
