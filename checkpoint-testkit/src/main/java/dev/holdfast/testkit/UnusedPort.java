package dev.holdfast.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports for servers that must be told theirs. */
public final class UnusedPort {
  private static final int FIRST = 20_000;

  /** Systems give ports from here on (Linux from 32,768) to whoever connects or does not care. */
  private static final int END = 32_000;

  private static final int ATTEMPTS = 1_000;

  private UnusedPort() {}

  /** A port that nobody listens to, and that nobody gets by chance before it is used. */
  public static int find() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isUnused(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no unused port from " + FIRST + " to " + END);
  }

  private static boolean isUnused(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
