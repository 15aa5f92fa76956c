package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.signals.route.Routed;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what became of signals. */
public final class SignalEncoder {

  private SignalEncoder() {}

  /** What became of a signal that was sent. */
  public static byte[] routed(Format format, Routed routed) {
    return Out.bytes(format, out -> routed(out, routed));
  }

  /**
   * What became of several signals.
   *
   * @param results each a {@link Routed} or a {@link Failure}
   */
  public static byte[] results(Format format, List<Object> results, String correlationId) {
    return Out.bytes(
        format,
        out -> {
          out.object().name("results").startList();
          for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Failure failure) {
              String pointer = "/signals/" + i;
              var problem = Problem.of(failure, pointer, correlationId).fields();
              problem.putIfAbsent("pointer", pointer);
              out.object().name("problem").plain(problem).end();
            } else {
              routed(out, (Routed) results.get(i));
            }
          }
          out.endList().end();
        });
  }

  private static void routed(Out out, Routed routed) throws IOException {
    if (routed instanceof Routed.Queued queued) {
      out.object();
      place(out, queued.place());
      out.end();
    } else {
      out.object()
          .field("state", "delivered")
          .field("repeated", ((Routed.Delivered) routed).repeated())
          .end();
    }
  }

  /** The fields of a place. */
  static void place(Out out, SignalPlace place) throws IOException {
    out.field("state", place.state().text())
        .field("id", Long.toString(place.id()))
        .field("before", place.before());
  }

  /** One signal. */
  public static byte[] status(Format format, SignalStatus status) {
    return Out.bytes(format, out -> status(out, status));
  }

  /** Signals, newest first. */
  public static byte[] statuses(Format format, List<SignalStatus> statuses, int most) {
    return Out.bytes(
        format,
        out -> {
          out.object().name("signals").startList();
          for (SignalStatus status : statuses) {
            status(out, status);
          }
          String last =
              statuses.size() < most ? null : Long.toString(statuses.get(statuses.size() - 1).id());
          out.endList().field("cursor", last).end();
        });
  }

  private static void status(Out out, SignalStatus status) throws IOException {
    DeadReason reason = status.reason();
    out.object()
        .field("id", Long.toString(status.id()))
        .field("namespace", status.workflow().namespace())
        .field("workflow_id", status.workflow().workflowId())
        .field("run_id", status.runId())
        .field("signal", status.name())
        .field("priority", status.priority().text())
        .field("state", status.state().text())
        .field("attempts", status.attempts())
        .field("accepted_at", status.acceptedAt().toString())
        .field("formed_at", moment(status.formedAt()))
        .field("settled_at", moment(status.settledAt()))
        .field("reason", reason == null ? null : reason.text())
        .field("note", status.note())
        .end();
  }

  private static @Nullable String moment(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }

  /** Ids of dead letters that wait again. */
  public static byte[] redriven(Format format, List<Long> ids) {
    return Out.bytes(
        format,
        out -> {
          out.object().name("ids").startList();
          for (Long id : ids) {
            out.value(Long.toString(id));
          }
          out.endList().end();
        });
  }

  /** How many dead letters were given up. */
  public static byte[] discarded(Format format, int count) {
    return Out.bytes(format, out -> out.object().field("discarded", (long) count).end());
  }

  /** What a signal is after somebody took it back. */
  public static byte[] cancelled(Format format) {
    return Out.bytes(format, out -> out.object().field("state", "cancelled").end());
  }
}
