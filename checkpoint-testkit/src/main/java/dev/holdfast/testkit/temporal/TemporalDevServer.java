package dev.holdfast.testkit.temporal;

import dev.holdfast.testkit.UnusedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A Temporal dev server on a free loopback port, with the namespace {@code default}.
 *
 * <p>In memory it loses its workflows when it is killed; with a file it keeps them, and {@link
 * #restart} finds them again under the same address.
 */
public final class TemporalDevServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;

  private final Path cli;
  private final int port;
  private final Optional<Path> file;
  private final Path log;
  private Process process;

  private TemporalDevServer(Path cli, int port, Optional<Path> file, Path log) {
    this.cli = cli;
    this.port = port;
    this.file = file;
    this.log = log;
    this.process = launch();
  }

  /** A server that keeps everything in memory; returns when it answers. */
  public static TemporalDevServer inMemory(Path cli) {
    return started(cli, UnusedPort::find, Optional.empty());
  }

  /**
   * A server that keeps its workflows in {@code file}; returns when it answers.
   *
   * @param file made if it is not there
   */
  public static TemporalDevServer withFile(Path cli, Path file) {
    return started(cli, UnusedPort::find, Optional.of(file));
  }

  /**
   * The same at a port that somebody else knows already.
   *
   * @param file made if it is not there
   */
  public static TemporalDevServer withFile(Path cli, Path file, int port) {
    return started(cli, () -> port, Optional.of(file));
  }

  /** Host and port of its gRPC interface. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  /** Kills it as a crash does; what was in memory is lost. */
  public void kill() {
    end(process.destroyForcibly());
  }

  /** Starts it again at the same address after {@link #kill}; returns when it answers. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("it is running");
    }
    process = launch();
    awaitAnswer();
  }

  @Override
  public void close() {
    process.destroy();
    end(process);
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It chooses more ports for itself, which somebody else may be quicker to take. */
  private static TemporalDevServer started(Path cli, IntSupplier port, Optional<Path> file) {
    for (int attempt = 1; ; attempt++) {
      try {
        return started(cli, port.getAsInt(), file);
      } catch (IllegalStateException failed) {
        if (attempt == ATTEMPTS) {
          throw failed;
        }
      }
    }
  }

  private static TemporalDevServer started(Path cli, int port, Optional<Path> file) {
    try {
      var log = Files.createTempFile("holdfast-temporal-", ".log");
      var server = new TemporalDevServer(cli, port, file, log);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> server.process.destroyForcibly()));
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>(List.of(cli.toString(), "server", "start-dev"));
    command.addAll(List.of("--headless", "--ip", "127.0.0.1", "--port", String.valueOf(port)));
    command.addAll(List.of("--log-level", "error"));
    file.ifPresent(path -> command.addAll(List.of("--db-filename", path.toString())));
    var output = ProcessBuilder.Redirect.appendTo(log.toFile());
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port opens before the namespace is there, so ask for that. */
  private void awaitAnswer() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers() || !process.isAlive()) { // or another one answers at its port
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("the Temporal dev server did not start:\n" + logText());
      }
    }
  }

  private boolean answers() {
    try {
      var question = List.of("operator", "namespace", "describe", "--namespace", "default");
      List<String> command = new ArrayList<>(List.of(cli.toString()));
      command.addAll(question);
      command.addAll(List.of("--address", target(), "--command-timeout", "5s"));
      var client = new ProcessBuilder(command).redirectErrorStream(true);
      client.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      return client.start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a Temporal dev server started", e);
    }
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String logText() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
