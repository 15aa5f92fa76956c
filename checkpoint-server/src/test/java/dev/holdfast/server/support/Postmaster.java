package dev.holdfast.server.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The embedded Postgres of a server under test, as a process. */
public final class Postmaster {

  private Postmaster() {}

  /** Kills that of a data directory, if it runs. */
  public static void kill(Path data) throws Exception {
    Path pid = data.resolve("postgres").resolve("postmaster.pid");
    if (Files.exists(pid)) {
      long id = Long.parseLong(Files.readAllLines(pid).get(0).strip());
      ProcessHandle postmaster = ProcessHandle.of(id).orElseThrow();
      postmaster.destroyForcibly();
      postmaster.onExit().get(30, TimeUnit.SECONDS);
      Files.delete(pid);
    }
  }
}
