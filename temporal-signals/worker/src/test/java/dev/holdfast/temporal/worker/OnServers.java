package dev.holdfast.temporal.worker;

import dev.holdfast.temporal.worker.flow.DynamicFlow;
import dev.holdfast.temporal.worker.flow.RecorderFlow;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Tests that run on the dev server, if there is one, and on the Java test server. */
abstract class OnServers {

  static final String RECORDER = "Recorder";

  private final List<Rig> rigs = new ArrayList<>();

  static Stream<Server> servers() {
    return Server.all().stream();
  }

  @AfterEach
  void stopWorkers() {
    rigs.forEach(Rig::close);
  }

  Rig rig(Server server, Rig.Options options, Class<?>... types) {
    var rig = new Rig(server.stubs(), "q-" + UUID.randomUUID(), options, types);
    rigs.add(rig);
    return rig;
  }

  /** A worker of recorders that has not begun: what is sent before it does is one workflow task. */
  Rig rig(Server server) {
    return rig(server, new Rig.Options(), RecorderFlow.class);
  }

  Rig dynamicRig(Server server) {
    return rig(server, new Rig.Options(), DynamicFlow.class);
  }

  static WorkflowStub recorder(Rig rig) {
    return rig.start(RECORDER, List.of());
  }

  /** A recorder whose first workflow task has ended. */
  static WorkflowStub running(Rig rig) throws InterruptedException {
    rig.begin();
    WorkflowStub workflow = recorder(rig);
    Rig.until(() -> rig.log(workflow).contains("main"));
    return workflow;
  }
}
