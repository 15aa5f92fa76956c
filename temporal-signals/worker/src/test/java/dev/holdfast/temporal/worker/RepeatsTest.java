package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowStub;
import java.util.stream.IntStream;

/** Watermarks: what is a repeat, and how they survive continue-as-new. */
class RepeatsTest extends OnServers {

  @OnEachServer
  void repeatsAreDroppedAndGapsAllowed(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1).append("1", "2"));
    rig.signal(workflow, Batch.of("s", 1).append("repeat", "repeat"));
    rig.signal(workflow, Batch.of("s", 2).append("repeat", "3"));
    rig.signal(workflow, Batch.of("s", 10).append("10"));
    rig.signal(workflow, Batch.of("s", 5).append("late"));
    rig.signal(workflow, Batch.of("other", 1).append("another's 1"));

    assertThat(rig.finish(workflow)).containsExactly("main", "1", "2", "3", "10", "another's 1");
  }

  @OnEachServer
  void repeatsInOneTaskBehindABlockedEntryAreDropped(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    var batch = Batch.of("s", 1).append("1").add("block", "x").append("2").add("open", "x");
    rig.signal(workflow, batch);
    rig.signal(workflow, batch);
    rig.signal(workflow, batch);

    rig.begin();

    assertThat(rig.finish(workflow)).containsExactlyInAnyOrder("1", "x+", "2", "x-", "main");
  }

  @OnEachServer
  void sixteenSourcesAreRememberedAndTheLeastRecentlyUsedIsForgotten(Server server)
      throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    for (int i = 0; i < 16; i++) {
      rig.signal(workflow, Batch.of("s" + i, 5).append("s" + i));
    }
    rig.signal(workflow, Batch.of("s0", 5).append("repeat"));

    rig.signal(workflow, Batch.of("s16", 5).append("s16"));

    rig.signal(workflow, Batch.of("s0", 5).append("repeat"));
    rig.signal(workflow, Batch.of("s2", 5).append("repeat"));
    rig.signal(workflow, Batch.of("s1", 5).append("forgotten"));
    var log = rig.finish(workflow);
    assertThat(log).hasSize(19).endsWith("s16", "forgotten").doesNotContain("repeat");
  }

  @OnEachServer
  void continueAsNewCarriesTheWatermarks(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    rig.signal(workflow, Batch.of("s", 1).append("1", "2"));
    leave(rig, workflow, Batch.of("s", 3).add("leave"));

    // Before the first task of the next run, and later.
    rig.signal(workflow, Batch.of("s", 1).append("repeat", "repeat").add("leave").append("4"));
    Rig.until(() -> rig.log(workflow).contains("4"));
    rig.signal(workflow, Batch.of("s", 4).append("repeat", "5"));

    assertThat(rig.finish(workflow)).containsExactly("main", "1", "2", "left", "4", "main", "5");
    assertThat(carried(rig, workflow)).isEqualTo("{\"s\":3}");
  }

  @OnEachServer
  void whatHasNotStartedStartsBeforeContinueAsNew(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    // The main method may go on as soon as `leave` has started.
    leave(rig, workflow, Batch.of("s", 1).append("1").add("leave").append("2", "3"));

    rig.signal(workflow, Batch.of("s", 5).append("5"));
    assertThat(rig.finish(workflow)).containsExactly("main", "1", "2", "3", "left", "5", "main");
    assertThat(carried(rig, workflow)).isEqualTo("{\"s\":4}");
  }

  @OnEachServer
  void whatHasNotStartedStartsBeforeAHandlerContinuesAsNew(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    rig.signal(workflow, Batch.of("s", 1).add("leaveAtOnce").append("1"));
    workflow.signal("append", "2");
    String first = rig.runId(workflow);
    rig.begin();
    Rig.until(() -> !rig.runId(workflow).equals(first));

    assertThat(rig.finish(workflow)).containsSubsequence("left", "1", "2", "main");
    assertThat(carried(rig, workflow)).isEqualTo("{\"s\":2}");
  }

  @OnEachServer
  void watermarksAreCarriedInTheOrderOfTheirUse(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    IntStream.range(0, 16).forEach(i -> rig.signal(workflow, Batch.of("s" + i, 1).append("s" + i)));
    rig.signal(workflow, Batch.of("s0", 2).append("s0 again"));
    leave(rig, workflow, Batch.of("s2", 2).add("leave"));

    rig.signal(workflow, Batch.of("new", 1).append("new"));
    rig.signal(workflow, Batch.of("s0", 1).append("repeat", "repeat"));
    rig.signal(workflow, Batch.of("s1", 1).append("forgotten"));

    assertThat(rig.finish(workflow)).contains("forgotten").doesNotContain("repeat");
  }

  private static void leave(Rig rig, WorkflowStub workflow, Batch batch)
      throws InterruptedException {
    String first = rig.runId(workflow);
    rig.signal(workflow, batch);
    Rig.until(() -> !rig.runId(workflow).equals(first));
  }

  private static String carried(Rig rig, WorkflowStub workflow) {
    var header =
        rig.history(workflow).get(0).getWorkflowExecutionStartedEventAttributes().getHeader();
    return header.getFieldsOrThrow("holdfast-watermarks").getData().toStringUtf8();
  }
}
