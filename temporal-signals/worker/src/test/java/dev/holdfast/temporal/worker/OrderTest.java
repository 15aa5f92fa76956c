package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.temporal.worker.flow.RecorderFlow;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.converter.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** In which order handlers start. */
class OrderTest extends OnServers {

  @OnEachServer
  void entriesStartInOrderBetweenPlainSignalsAndBeforeTheMainMethod(Server server)
      throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    workflow.signal("append", "a");
    rig.signal(workflow, Batch.of("s", 1).append("b", "c", "d"));
    workflow.signal("append", "e");
    rig.signal(workflow, Batch.of("s", 4).append("f"));

    rig.begin();

    assertThat(rig.finish(workflow)).hasToString("[a, b, c, d, e, f, main]");
    assertThat(rig.count(workflow, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)).isEqualTo(5);
  }

  @OnEachServer
  void entriesOfARunningWorkflowStartInOrder(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    for (int i = 0; i < 30; i += 3) {
      rig.signal(workflow, Batch.of("s", i + 1).append("" + i, "" + (i + 1)));
      workflow.signal("append", "" + (i + 2));
    }

    var expected = new ArrayList<>(List.of("main"));
    IntStream.range(0, 30).forEach(i -> expected.add("" + i));
    assertThat(rig.finish(workflow)).isEqualTo(expected);
  }

  @OnEachServer
  void anEntryMayAwaitALaterOneOfItsBatch(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    rig.signal(
        workflow, Batch.of("s", 1).add("block", "x").append("1").add("open", "x").append("2"));

    assertThat(rig.finish(workflow)).hasToString("[main, x+, 1, 2, x-]");
  }

  @OnEachServer
  void everyEntryMayBlock(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    var batch = Batch.of("s", 1);
    var expected = new ArrayList<>(List.of("main"));
    for (int i = 0; i < 120; i++) {
      batch.add("block", "x" + i);
      expected.add("x" + i + "+");
    }

    rig.signal(workflow, batch.append("end"));
    expected.add("end");

    Rig.until(() -> rig.log(workflow).size() == expected.size());
    assertThat(rig.log(workflow)).isEqualTo(expected);
    var gates = Batch.of("s", 1000);
    IntStream.range(0, 120).forEach(i -> gates.add("open", "x" + i));
    rig.signal(workflow, gates);
    assertThat(rig.finish(workflow)).hasSize(1 + 120 + 1 + 120);
  }

  @OnEachServer
  void plainSignalsDoNotOvertakeEntriesBehindABlockedOne(Server server) throws Exception {
    var rig = rig(server);
    var workflow = recorder(rig);
    rig.signal(workflow, Batch.of("s", 1).add("block", "x").append("1", "2"));
    workflow.signal("append", "3");
    rig.signal(workflow, Batch.of("s", 4).append("4").add("block", "y").append("5"));
    workflow.signal("append", "6");

    rig.begin();

    Rig.until(() -> rig.log(workflow).contains("main"));
    assertThat(rig.log(workflow)).hasToString("[x+, 1, 2, 3, 4, y+, 5, 6, main]");
    rig.signal(workflow, Batch.of("s", 7).add("open", "y").add("open", "x"));
    assertThat(rig.finish(workflow)).hasSize(11).endsWith("main", "x-", "y-");
  }

  @OnEachServer
  void aPlainSignalThatBlocksDoesNotStopTheBatchBehindIt(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);

    workflow.signal("block", "x");
    rig.signal(workflow, Batch.of("s", 1).append("1").add("open", "x"));

    assertThat(rig.finish(workflow)).hasToString("[main, x+, 1, x-]");
  }

  @OnEachServer
  void fiveHundredEntriesAreOneEvent(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    var batch = Batch.of("s", 1);
    var expected = new ArrayList<>(List.of("main"));
    for (int i = 0; i < 500; i++) {
      batch.append("" + i);
      expected.add("" + i);
    }

    rig.signal(workflow, batch);

    assertThat(rig.finish(workflow)).isEqualTo(expected);
    assertThat(rig.count(workflow, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)).isEqualTo(2);
  }

  @OnEachServer
  void aWorkerWithoutCacheDoesTheSame(Server server) throws Exception {
    var options = new Rig.Options();
    options.cacheSize = 0;
    var rig = rig(server, options, RecorderFlow.class);
    var workflow = running(rig);

    rig.signal(
        workflow, Batch.of("s", 1).append("1").add("block", "x").append("2").add("nap", "n"));
    Rig.until(() -> rig.log(workflow).contains("n-"));
    workflow.signal("append", "3");
    rig.signal(workflow, Batch.of("s", 1).append("1", "repeat"));
    rig.signal(workflow, Batch.of("s", 5).add("open", "x").append("4"));

    assertThat(rig.finish(workflow)).hasToString("[main, 1, x+, 2, n+, n-, 3, 4, x-]");
  }

  @OnEachServer
  void aBatchIsUnfinishedUntilItsLastHandlerHasReturned(Server server) throws Exception {
    var rig = rig(server);
    var workflow = running(rig);
    rig.signal(workflow, Batch.of("s", 1).append("1").add("block", "x").add("block", "y"));
    workflow.signal("finish");
    rig.signal(workflow, Batch.of("s", 4).add("open", "y"));
    Rig.until(() -> rig.log(workflow).contains("y-"));

    rig.signal(workflow, Batch.of("s", 5).add("open", "x"));

    assertThat(rig.result(workflow)).hasToString("[main, 1, x+, y+, y-, x-]");
  }

  @OnEachServer
  void aBatchWithTheStartOfItsWorkflowComesBeforeTheMainMethod(Server server) throws Exception {
    var rig = rig(server);
    var workflow = rig.stub(RECORDER);
    var batch = Batch.of("s", 1).append("1").payloads().getPayloadsList();

    workflow.signalWithStart(
        Envelope.SIGNAL, batch.stream().map(RawValue::new).toArray(), new Object[] {List.of()});
    rig.begin();

    assertThat(rig.finish(workflow)).hasToString("[1, main]");
  }
}
