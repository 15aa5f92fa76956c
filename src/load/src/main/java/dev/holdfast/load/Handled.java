package dev.holdfast.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes to a file when which handler ran: lines of number and nanoseconds. Handlers do not wait
 * for it.
 */
final class Handled {

  private static final long PAUSE_MILLIS = 20;
  private static final Queue<long[]> WAITING = new ConcurrentLinkedQueue<>();

  private Handled() {}

  static void note(int number) {
    WAITING.add(new long[] {number, Clock.nanos()});
  }

  static void to(Path file) throws IOException {
    Writer writer = Files.newBufferedWriter(file);
    var thread = new Thread(() -> write(writer), "handled");
    thread.setDaemon(true);
    thread.start();
  }

  private static void write(Writer writer) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (long[] one = WAITING.poll(); one != null; one = WAITING.poll()) {
          writer.write(one[0] + " " + one[1] + "\n");
        }
        writer.flush();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
