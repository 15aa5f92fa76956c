package dev.holdfast.server.wire;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.progress.Progress;
import dev.holdfast.core.progress.Reference;
import dev.holdfast.core.progress.ThreadHead;
import dev.holdfast.core.signal.SignalPayload;
import java.io.IOException;
import java.util.Map;

/** Writes how far threads are. */
public final class ProgressEncoder {

  private static final Map<String, Bytes> JSON = Map.of("encoding", Bytes.utf8("json/plain"));

  private ProgressEncoder() {}

  /** For people. */
  public static byte[] progress(Format format, ThreadHead head) {
    return Out.bytes(
        format,
        out -> {
          out.object();
          judged(out, head.progress(), head.key());
          out.field("incarnation", head.incarnation().number())
              .field("moved_at", head.movedAt().toString())
              .end();
        });
  }

  /** For a workflow: the only argument of a rule's signal. */
  public static SignalPayload reference(Reference reference) {
    return new SignalPayload(
        JSON,
        Bytes.owned(
            Out.bytes(
                Format.JSON,
                out -> {
                  out.object()
                      .field("rule", reference.rule().name())
                      .field("when", reference.rule().when().text());
                  judged(out, reference.progress(), reference.key());
                  if (reference.incarnation() != null) {
                    out.field("incarnation", reference.incarnation().number());
                  }
                  if (reference.task() != null) {
                    out.field("task_id", reference.task().value());
                  }
                  out.end();
                })));
  }

  private static void judged(Out out, Progress progress, CheckpointKey key) throws IOException {
    out.field("progress", progress.text())
        .field("heuristic", true)
        .field("thread_id", key.thread().thread().value())
        .field("checkpoint_ns", key.place().namespace().value())
        .field("checkpoint_id", key.id().value());
  }
}
