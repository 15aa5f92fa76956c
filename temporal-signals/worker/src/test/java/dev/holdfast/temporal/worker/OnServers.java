package dev.holdfast.temporal.worker;

import dev.holdfast.temporal.worker.flow.DynamicFlow;
import dev.holdfast.temporal.worker.flow.RecorderFlow;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test runs on the dev server, if there is one, and on the Java test server. */
@ParameterizedClass
@MethodSource("servers")
abstract class OnServers {

  static final String RECORDER = "Recorder";

  @Parameter @Nullable Server server;

  private final List<Rig> rigs = new ArrayList<>();

  static Stream<Server> servers() {
    return Server.all().stream();
  }

  @AfterEach
  void stopWorkers() {
    rigs.forEach(Rig::close);
  }

  Rig rig(Rig.Options options, Class<?>... types) {
    var rig =
        new Rig(Objects.requireNonNull(server).stubs(), "q-" + UUID.randomUUID(), options, types);
    rigs.add(rig);
    return rig;
  }

  /** A worker of recorders that has not begun: what is sent before it does is one workflow task. */
  Rig rig() {
    return rig(new Rig.Options(), RecorderFlow.class);
  }

  Rig dynamicRig() {
    return rig(new Rig.Options(), DynamicFlow.class);
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
