package dev.holdfast.load;

import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** What the benchmark asks for, a line each; the answer is a number. */
final class Commands {

  /** Callers begin together a little later. */
  private static final long SOON_NANOS = 20_000_000;

  private final WorkflowClient client;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Commands(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Does one of {@code start PREFIX COUNT QUEUE}, {@code end PREFIX COUNT}, {@code handled PREFIX
   * COUNT}, {@code events PREFIX COUNT}, {@code send PREFIX COUNT FILE SECONDS WAY STREAM…}; a way
   * is {@code direct} or the address of Holdfast.
   */
  long run(String line) throws IOException, ExecutionException, InterruptedException {
    String[] words = line.split(" ", -1);
    var workflows = new Workflows(words[1], Integer.parseInt(words[2]));
    return switch (words[0]) {
      case "start" -> {
        workflows.start(client, words[3]);
        yield workflows.count();
      }
      case "end" -> {
        workflows.end(client);
        yield workflows.count();
      }
      case "handled" -> workflows.handled(client);
      case "events" -> workflows.events(client);
      case "send" ->
          send(
              workflows,
              Path.of(words[3]),
              Double.parseDouble(words[4]),
              words[5],
              Arrays.stream(words, 6, words.length).map(Stream::of).toList());
      default -> throw new IllegalArgumentException("no command: " + words[0]);
    };
  }

  private long send(Workflows to, Path file, double seconds, String way, List<Stream> streams)
      throws IOException, ExecutionException, InterruptedException {
    Supplier<Caller> open =
        way.equals("direct") ? () -> new Direct(client) : () -> new Posting(URI.create(way));
    long start = Clock.nanos() + SOON_NANOS;
    long end = start + (long) (seconds * 1e9);
    List<Future<List<String>>> under = new ArrayList<>();
    for (Stream stream : streams) {
      under.addAll(stream.begin(threads, open, to, start, end));
    }
    List<String> lines = new ArrayList<>();
    for (Future<List<String>> one : under) {
      lines.addAll(one.get());
    }
    Files.write(file, lines);
    return lines.size();
  }
}
