package dev.holdfast.server.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signals as tests send them. */
public final class Sent {

  private Sent() {}

  /** The signal {@code note} with one argument; names and values of more fields in turn. */
  public static Map<String, @Nullable Object> note(
      String workflow, String text, @Nullable Object... more) {
    Map<String, @Nullable Object> signal = new LinkedHashMap<>();
    signal.put("workflow_id", workflow);
    signal.put("signal", "note");
    signal.put("arguments", List.of(text));
    for (int i = 0; i < more.length; i += 2) {
      signal.put(String.valueOf(more[i]), more[i + 1]);
    }
    return signal;
  }

  /** The same, critical. */
  public static Map<String, @Nullable Object> critical(
      String workflow, String text, @Nullable Object... more) {
    Map<String, @Nullable Object> signal = note(workflow, text, more);
    signal.put("priority", "critical");
    return signal;
  }

  /** Sends it. */
  public static Answer send(Map<String, ?> signal) {
    return Client.json().post("/v1/signals", signal);
  }

  /** Waits until a critical signal is answered in time: the first calls may take longer. */
  public static void awaitDirect(Flows flows) {
    String other = flows.start();
    Await.until(200, () -> send(critical(other, "first")).status());
  }

  /** Sends what is queued; its id. */
  public static String queue(Map<String, ?> signal) {
    Answer answer = send(signal);
    if (answer.status() != 202) {
      throw new AssertionError(answer.status() + " " + answer.tree());
    }
    return answer.tree().path("id").asText();
  }

  /** The state of a signal. */
  public static String state(String id) {
    return Client.json().get("/v1/signals/" + id).tree().path("state").asText();
  }
}
