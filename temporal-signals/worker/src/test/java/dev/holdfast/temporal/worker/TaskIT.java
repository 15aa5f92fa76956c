package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.temporal.worker.flow.Sleeper;
import dev.holdfast.testkit.temporal.TemporalCli;
import io.temporal.api.enums.v1.EventType;
import org.junit.jupiter.api.Test;

/**
 * A workflow task with a timer and a batch. The Java test server gives it to the worker that ended.
 */
class TaskIT {

  @Test
  void aMainMethodThatATimerWakesGoesOnAfterTheEntriesOfItsTask() throws Exception {
    TemporalCli.orSkip();
    var stubs = Server.dev().orElseThrow().stubs();
    var rig = new Rig(stubs, "timer", new Rig.Options(), Sleeper.Flow.class);
    rig.begin();
    var workflow = rig.start("Sleeper", 5_000);
    Rig.until(() -> rig.count(workflow, EventType.EVENT_TYPE_TIMER_STARTED) == 1);
    rig.close();
    Rig.until(() -> rig.count(workflow, EventType.EVENT_TYPE_TIMER_FIRED) == 1);
    var entries = Batch.of("s", 1).append("1").add("block").append("2").add("block").append("3");
    rig.signal(workflow, entries);

    try (var other = new Rig(stubs, "timer", new Rig.Options(), Sleeper.Flow.class)) {
      other.begin();

      assertThat(other.result(workflow)).containsExactly("1", "2", "3");
    }
  }
}
