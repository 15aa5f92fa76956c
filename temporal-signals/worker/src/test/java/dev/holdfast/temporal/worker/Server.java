package dev.holdfast.temporal.worker;

import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Temporal server that lives as long as the tests. */
final class Server {

  private final String name;
  private final WorkflowServiceStubs stubs;

  private Server(String name, WorkflowServiceStubs stubs) {
    this.name = name;
    this.stubs = stubs;
  }

  /** The dev server, if its tool is there, and the Java test server. */
  static List<Server> all() {
    return Started.SERVERS;
  }

  /** The dev server, if its tool is there. */
  static Optional<Server> dev() {
    return Started.DEV;
  }

  private static final class Started {
    static final Optional<Server> DEV = TemporalCli.find().map(Server::start);
    static final List<Server> SERVERS = servers();

    private static List<Server> servers() {
      List<Server> servers = new ArrayList<>();
      DEV.ifPresent(servers::add);
      servers.add(new Server("test server", testServer().getWorkflowServiceStubs()));
      return servers;
    }
  }

  WorkflowServiceStubs stubs() {
    return stubs;
  }

  @Override
  public String toString() {
    return name;
  }

  private static Server start(Path cli) {
    var server = TemporalDevServer.inMemory(cli);
    var options = WorkflowServiceStubsOptions.newBuilder().setTarget(server.target()).build();
    return new Server(
        "dev server",
        WorkflowServiceStubs.newConnectedServiceStubs(options, Duration.ofSeconds(20)));
  }

  /** Real time: a test that waits must not have its workflows time out meanwhile. */
  private static TestWorkflowEnvironment testServer() {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
  }
}
