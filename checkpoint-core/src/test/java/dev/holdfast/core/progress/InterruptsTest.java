package dev.holdfast.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptsTest {

  private static final int ERROR = -1;
  private static final int SCHEDULED = -2;
  private static final int RESUME = -4;
  private static final String CALLER = "00000000-0000-0000-0000-000000000000";

  private static HeadWrite write(String task, int index, long call) {
    return new HeadWrite(new TaskId(task), index, call);
  }

  private static HeadWrite asked(String task, long call) {
    return write(task, PendingWrite.INTERRUPT, call);
  }

  private static boolean open(HeadWrite... writes) {
    return Interrupts.open(List.of(writes));
  }

  @Test
  void aTaskThatAskedWaits() {
    assertThat(open(asked("a", 1))).isTrue();
    assertThat(open(write("a", 0, 1), write("a", ERROR, 2), write(CALLER, RESUME, 3))).isFalse();
    assertThat(open()).isFalse();
  }

  @Test
  void anAnswerOfTheCallerIsOneToWhatWasAskedBefore() {
    assertThat(open(asked("a", 1), write(CALLER, RESUME, 2))).isFalse();
    assertThat(open(write(CALLER, RESUME, 1), asked("a", 2))).isTrue();
  }

  @Test
  void whatATaskWritesWithItsQuestionAreEarlierAnswers() {
    assertThat(open(write(CALLER, RESUME, 1), write("a", RESUME, 2), asked("a", 2))).isTrue();
    assertThat(open(asked("a", 2), write("a", RESUME, 3))).isFalse();
  }

  @Test
  void theAnswerOfAnotherTaskIsNone() {
    assertThat(open(asked("a", 1), write("b", RESUME, 2))).isTrue();
  }

  @Test
  void aTaskThatCameToItsEndDoesNotWait() {
    assertThat(open(asked("a", 1), write("a", 0, 2))).isFalse();
    assertThat(open(asked("a", 1), write("b", 0, 2))).isTrue();
  }

  @Test
  void aTaskThatFailedAfterwardsDoesNotWait() {
    assertThat(open(asked("a", 1), write("a", ERROR, 2))).isFalse();
    assertThat(open(write("a", ERROR, 1), asked("a", 2))).isTrue();
    assertThat(open(asked("a", 1), write("b", ERROR, 2))).isTrue();
    assertThat(open(asked("a", 1), write("a", SCHEDULED, 2))).isTrue();
  }

  @Test
  void ofSeveralOneIsEnough() {
    assertThat(open(asked("a", 1), write("a", 0, 3), asked("b", 2))).isTrue();
    assertThat(open(asked("a", 1), write("a", 0, 3), asked("b", 2), write("b", 1, 4))).isFalse();
  }
}
