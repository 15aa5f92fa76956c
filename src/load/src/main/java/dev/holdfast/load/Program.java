package dev.holdfast.load;

import dev.holdfast.temporal.worker.HoldfastWorkerInterceptor;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * {@code work TARGET FILE QUEUE…} handles signals; {@code call TARGET} sends them. Both end with
 * their input.
 */
public final class Program {

  private Program() {}

  /** Says {@code ready} when it is, then answers each line of its input with one. */
  public static void main(String[] arguments) throws IOException {
    WorkflowClient client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[1]).build()));
    if (arguments[0].equals("work")) {
      Handled.to(Path.of(arguments[2]));
      work(client, Arrays.asList(arguments).subList(3, arguments.length));
    }
    answer(new Commands(client), System.out);
    System.exit(0);
  }

  private static void work(WorkflowClient client, List<String> queues) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(
                    new HoldfastWorkerInterceptor(client.getOptions().getDataConverter()))
                .build());
    for (String queue : queues) {
      factory.newWorker(queue).registerWorkflowImplementationTypes(Notes.Flow.class);
    }
    factory.start();
  }

  private static void answer(Commands commands, PrintStream out) throws IOException {
    out.println("ready");
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        out.println(commands.run(line));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | RuntimeException e) {
        out.println("failed: " + String.valueOf(e).lines().findFirst().orElse(""));
      }
    }
  }
}
