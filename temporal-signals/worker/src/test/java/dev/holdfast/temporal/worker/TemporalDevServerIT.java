package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.temporal.worker.flow.RecorderFlow;
import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dev server itself, as tests that kill it need it. */
class TemporalDevServerIT {

  @TempDir Path directory;

  @Test
  void aServerWithAFileKeepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
    var cli = TemporalCli.orSkip();
    try (var server = TemporalDevServer.withFile(cli, directory.resolve("temporal.db"))) {
      var stubs = stubs(server);
      try (var rig = new Rig(stubs, "kept", new Rig.Options(), RecorderFlow.class)) {
        var workflow = rig.start("Recorder", List.of());
        rig.signal(workflow, Batch.of("s", 1).append("1", "2"));

        server.kill();
        server.restart();
        rig.signal(workflow, Batch.of("s", 1).append("1", "2").append("3"));
        rig.begin();

        assertThat(rig.finish(workflow)).containsExactly("1", "2", "3", "main");
      } finally {
        stubs.shutdownNow();
        stubs.awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  private static WorkflowServiceStubs stubs(TemporalDevServer server) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(server.target()).build());
  }
}
