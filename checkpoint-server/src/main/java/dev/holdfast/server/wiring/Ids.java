package dev.holdfast.server.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Draws the ids that the server itself gives. */
@ApplicationScoped
public class Ids {

  /** Names one request in answers and logs: 16 hexadecimal digits. */
  public String correlationId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
