package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.temporal.worker.flow.Deaf;
import dev.holdfast.temporal.worker.flow.Point;
import dev.holdfast.temporal.worker.flow.RecorderFlow;
import java.util.List;
import java.util.Map;

/** Which handlers entries reach, with which arguments. */
class HandlersTest extends OnServers {

  @OnEachServer
  void argumentsHaveTheTypesOfTheHandler(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(
        workflow,
        Batch.of("s", 1)
            .add("pair", 7, new Point(1, 2))
            .add("nothing")
            .add("points", List.of(new Point(3, 0), new Point(4, 0)))
            .add("raw", "unread")
            .append("text"));

    assertThat(rig.finish(workflow))
        .containsExactly("main", "7@1,2", "nothing", "points 7", "raw \"unread\"", "text");
  }

  @OnEachServer
  void whatDoesNotFitTheHandlerIsCountedAndTheRestDelivered(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1).append("1").add("pair", "x", "y").append("2"));

    Rig.until(() -> rig.log(workflow).contains("2"));
    assertThat(rig.report(workflow)).isEqualTo(report(Map.of("s", 3), 1, 0));
    assertThat(rig.finish(workflow)).containsExactly("main", "1", "2");
  }

  @OnEachServer
  void entriesAndPlainSignalsWaitTogetherForALateHandler(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    workflow.signal("late", "1");
    rig.signal(workflow, Batch.of("s", 1).add("late", "2").append("known").add("late", "3"));
    workflow.signal("late", "4");
    rig.signal(workflow, Batch.of("s", 3).add("late", "a repeat").add("late", "5"));
    Rig.until(() -> rig.report(workflow).equals(report(Map.of("s", 4), 0, 3)));

    rig.signal(workflow, Batch.of("s", 5).add("listen"));

    Rig.until(() -> rig.log(workflow).contains("listening"));
    assertThat(rig.report(workflow)).isEqualTo(report(Map.of("s", 5), 0, 0));
    rig.signal(workflow, Batch.of("s", 6).add("late", "6"));
    assertThat(rig.finish(workflow))
        .containsExactly("main", "known", "1", "2", "3", "4", "5", "listening", "6");
  }

  @OnEachServer
  void whatWasHeldStartsBeforeEntriesBehindTheOneThatRegisters(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    rig.signal(workflow, Batch.of("s", 1).add("late", "1").add("late", "2"));

    rig.signal(workflow, Batch.of("s", 3).add("listenAtOnce").add("late", "3").append("4"));

    assertThat(rig.finish(workflow)).containsExactly("main", "1", "2", "3", "4");
  }

  @OnEachServer
  void plainSignalsWaitForALateHandlerAndReachItOnce(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    workflow.signal("late", "1");
    workflow.signal("late", "2");

    workflow.signal("listen");

    assertThat(rig.finish(workflow)).containsExactly("main", "1", "2", "listening");
  }

  @OnEachServer
  void aLateHandlerMayAwaitALaterEntry(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    rig.signal(
        workflow, Batch.of("s", 1).add("lateBlock", "x").add("late", "1").add("lateOpen", "x"));

    workflow.signal("listen");
    workflow.signal("append", "2");

    assertThat(rig.finish(workflow)).containsSubsequence("main", "x+", "1", "x-", "listening");
  }

  @OnEachServer
  void aLateHandlerOfAFirstTaskMayAwaitALaterEntry(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    rig.signal(
        workflow, Batch.of("s", 1).add("lateBlock", "x").add("late", "1").add("lateOpen", "x"));
    workflow.signal("listen");

    rig.begin();

    assertThat(rig.finish(workflow)).containsSubsequence("main", "x+", "1", "x-", "listening");
  }

  @OnEachServer
  void aDynamicHandlerTakesEntriesOfAnyName(Server server) throws Exception {
    var rig = dynamicRig(server);
    rig.begin();
    var workflow = rig.start("AnyType");

    workflow.signal("one", "1");
    rig.signal(workflow, Batch.of("s", 1).add("two", "2").add("three").add("pair", "a", "b"));
    workflow.signal("four", "4");

    assertThat(rig.finish(workflow))
        .containsExactly("one 1", "two 2", "three", "pair a", "four 4", "finish");
  }

  @OnEachServer
  void aDynamicHandlerTakesEntriesThatCameBeforeIt(Server server) throws Exception {
    var rig = dynamicRig(server);
    var workflow = rig.start("AnyType");
    workflow.signal("one", "1");
    rig.signal(workflow, Batch.of("s", 1).add("two", "2").add("three"));
    workflow.signal("four", "4");

    rig.begin();

    assertThat(rig.finish(workflow)).containsExactly("one 1", "two 2", "three", "four 4", "finish");
  }

  @OnEachServer
  void aWorkflowWithoutHandlersHoldsEntriesAndEnds(Server server) throws Exception {
    var rig = rig(server, new Rig.Options(), Deaf.Flow.class);
    rig.begin();
    var workflow = rig.start("Deaf", 5_000);

    rig.signal(workflow, Batch.of("s", 1).append("1", "2"));

    Rig.until(() -> rig.report(workflow).equals(report(Map.of("s", 2), 0, 2)));
    assertThat(workflow.getResult(String.class)).isEqualTo("slept");
    rig.replay(workflow);
  }

  @OnEachServer
  void everyWorkflowAnswersTheQuery(Server server) {
    var rig = rig(server, new Rig.Options(), RecorderFlow.class, Deaf.Flow.class);
    rig.begin();

    assertThat(rig.report(recorder(rig))).isEqualTo(report(Map.of(), 0, 0));
    assertThat(rig.report(rig.start("Deaf", 1))).isEqualTo(report(Map.of(), 0, 0));
  }

  private static Map<String, Object> report(Map<String, Integer> marks, int undecodable, int held) {
    return Map.of(
        "version",
        1,
        "watermarks",
        marks,
        "undecodable",
        undecodable,
        "unhandled",
        held,
        "waiting",
        0);
  }
}
