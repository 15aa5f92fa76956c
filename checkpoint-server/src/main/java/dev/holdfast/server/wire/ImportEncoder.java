package dev.holdfast.server.wire;

import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.server.problem.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes how far an import is. */
public final class ImportEncoder {

  private ImportEncoder() {}

  /** What a caller asks for. */
  public static byte[] status(Format format, ImportStatus status) {
    return Out.bytes(format, out -> fields(out.object(), status).end());
  }

  /**
   * A line while it goes on, and the last one.
   *
   * @param read lines that this request has brought
   * @param done whether it is the last line of an import whose lines have all been taken
   */
  public static byte[] line(ImportStatus status, long read, boolean done) {
    return Lines.of(out -> fields(begun(out, read, done), status).end());
  }

  /**
   * The last line of an import that stopped.
   *
   * @param problem why
   * @param line number of the line that is to blame; null if none is
   */
  public static byte[] stopped(
      ImportStatus status, long read, Problem problem, @Nullable Long line) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>(problem.fields());
    if (line != null) {
      told.put("line", line);
    }
    return Lines.of(
        out -> fields(begun(out, read, false), status).name("problem").plain(told).end());
  }

  private static Out begun(Out out, long read, boolean done) throws IOException {
    return out.object().field("done", done).field("read", read);
  }

  private static Out fields(Out out, ImportStatus status) throws IOException {
    ImportCounts counts = status.counts();
    out.field("import_id", status.id().value())
        .field("committed_lines", status.committedLines())
        .field("stored", counts.stored())
        .field("expired", counts.expired())
        .field("skipped", counts.skipped())
        .name("errors")
        .startList();
    for (ImportError error : status.errors()) {
      out.object().field("line", error.line()).field("code", error.code());
      out.field("pointer", error.pointer()).end();
    }
    return out.endList();
  }
}
