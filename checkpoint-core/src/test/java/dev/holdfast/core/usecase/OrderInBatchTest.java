package dev.holdfast.core.usecase;

import static dev.holdfast.core.usecase.Batch.copy;
import static dev.holdfast.core.usecase.Batch.delete;
import static dev.holdfast.core.usecase.Batch.delta;
import static dev.holdfast.core.usecase.Batch.get;
import static dev.holdfast.core.usecase.Batch.history;
import static dev.holdfast.core.usecase.Batch.list;
import static dev.holdfast.core.usecase.Batch.prune;
import static dev.holdfast.core.usecase.Batch.replies;
import static dev.holdfast.core.usecase.Batch.runs;
import static dev.holdfast.core.usecase.Batch.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations of one thread take effect in list order; others go side by side. */
final class OrderInBatchTest {
  private final Batch batch = new Batch();

  @Test
  void writesOfAThreadShareACommitInOrder() {
    // When
    var run = batch.start(write("t", "c1"), write("t", "c2"), write("t", "c3"));

    // Then
    assertThat(batch.ports.reached).containsExactly("write t/c1 t/c2 t/c3");
    assertThat(run).isNotDone();
  }

  @Test
  void aReadWaitsForTheWritesBeforeIt() {
    // Given
    for (var read : List.of(get("t"), list("t"), delta("t"))) {
      var fresh = new Batch();
      var run = fresh.start(write("t", "c1"), write("t", "c2"), read);

      // When
      assertThat(fresh.ports.reached).hasSize(1);
      fresh.ports.release("write t/c1 t/c2");

      // Then
      assertThat(fresh.ports.reached).hasSize(2);
      assertThat(run).isNotDone();
    }
  }

  @Test
  void aWriteWaitsForTheReadsBeforeIt() {
    // Given
    var run = batch.start(get("t"), write("t", "c1"), write("t", "c2"));
    assertThat(batch.ports.reached).containsExactly("find t");

    // When
    batch.ports.release("find t");

    // Then
    assertThat(batch.ports.reached).containsExactly("find t", "write t/c1");
    batch.ports.release("write t/c1");
    batch.ports.release("write t/c2");
    assertThat(replies(run)).hasSize(3);
  }

  @Test
  void aReadWaitsAlsoForWritesThatWaitForAnotherRead() {
    // Given
    batch.begin(get("t"), write("t", "c1"), list("t"));

    // When
    batch.ports.release("find t");

    // Then
    assertThat(batch.ports.reached).containsExactly("find t", "write t/c1");
    batch.ports.release("write t/c1");
    assertThat(batch.ports.reached).endsWith("list t");
  }

  @Test
  void aFailedOperationDoesNotHoldUpTheNext() {
    // Given
    var run = batch.start(write("t", "c1"), get("t"), write("t", "c2"));

    // When
    batch.ports.fail("write t/c1", Failure.outcomeUnknown());
    batch.ports.fail("find t", new Failure.Plain(Code.INTERNAL, "hole"));
    batch.ports.release("write t/c2");

    // Then
    assertThat(replies(run))
        .extracting(Batch::code)
        .containsExactly(Code.OUTCOME_UNKNOWN, Code.INTERNAL, null);
  }

  @Test
  void threadsGoSideBySide() {
    // When
    batch.begin(get("t"), write("t", "c1"), get("u"), delete("v"));

    // Then
    assertThat(batch.ports.reached).containsExactly("find t", "find u", "delete v");
  }

  @Test
  void aDeleteStandsBetweenTheWritesAroundIt() {
    // Given
    batch.begin(write("t", "c1"), delete("t"), write("t", "c2"));

    // When / Then
    assertThat(batch.ports.reached).containsExactly("write t/c1");
    batch.ports.release("write t/c1");
    assertThat(batch.ports.reached).endsWith("delete t").hasSize(2);
    batch.ports.release("delete t");
    assertThat(batch.ports.reached).endsWith("write t/c2").hasSize(3);
  }

  @Test
  void aPolicyIsSetBeforeTheWriteAfterItAndOnlyOfItsThread() {
    // Given
    batch.begin(history("t"), write("t", "c1"), get("u"));

    // When / Then
    assertThat(batch.ports.reached).containsExactly("history t LATEST", "find u");
    batch.ports.release("history t LATEST");
    assertThat(batch.ports.reached).endsWith("write t/c1").hasSize(3);
  }

  @Test
  void aCopyTouchesBothItsThreads() {
    // Given
    batch.begin(get("t"), get("u"), copy("t", "u"), get("t"), get("u"), get("v"));

    // When / Then
    assertThat(batch.ports.reached).containsExactly("find t", "find u", "find v");
    batch.ports.release("find t");
    assertThat(batch.ports.reached).hasSize(3);
    batch.ports.release("find u");
    assertThat(batch.ports.reached).hasSize(4).endsWith("copy t u");
    batch.ports.release("copy t u");
    assertThat(batch.ports.reached).hasSize(6);
  }

  @Test
  void anOperationOverAllThreadsStandsBetweenEverything() {
    // Given
    for (var over : List.of(list(null), prune(), runs())) {
      var fresh = new Batch();
      fresh.begin(get("t"), get("u"), over, get("t"), write("fresh", "c1"));
      assertThat(fresh.ports.reached).containsExactly("find t", "find u");

      // When
      fresh.ports.release("find t");
      assertThat(fresh.ports.reached).hasSize(2);
      fresh.ports.release("find u");

      // Then
      assertThat(fresh.ports.reached).hasSize(3);
      fresh.ports.release(fresh.ports.reached.get(2));
      assertThat(fresh.ports.reached).endsWith("find t", "write fresh/c1");
    }
  }

  @Test
  void twoOperationsOverAllThreadsComeOneAfterTheOther() {
    // Given
    batch.begin(list(null), prune(), write("t", "c1"));

    // When / Then
    assertThat(batch.ports.reached).containsExactly("list all");
    batch.ports.release("list all");
    assertThat(batch.ports.reached).containsExactly("list all", "prune");
    batch.ports.release("prune");
    assertThat(batch.ports.reached).endsWith("write t/c1");
  }
}
