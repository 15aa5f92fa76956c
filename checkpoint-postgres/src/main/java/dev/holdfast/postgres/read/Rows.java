package dev.holdfast.postgres.read;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.TaskId;
import io.vertx.sqlclient.Row;
import java.util.Comparator;

/** Turns columns into values of the model. */
final class Rows {

  /** The order in which LangGraph applies the writes of a superstep ({@code writes_sort_key}). */
  static final Comparator<PendingWrite> WRITE_ORDER =
      Comparator.comparing(PendingWrite::taskPath, Utf8Order.INSTANCE)
          .thenComparing(write -> write.task().value(), Utf8Order.INSTANCE)
          .thenComparingInt(PendingWrite::index);

  private Rows() {}

  static Blob blob(Row row) {
    return new Blob(row.getString("type"), Bytes.owned(row.getBuffer("bytes").getBytes()));
  }

  static PendingWrite write(Row row) {
    return new PendingWrite(
        new TaskId(row.getString("a")),
        row.getString("b"),
        Math.toIntExact(row.getLong("n")),
        new ChannelName(row.getString("c")),
        blob(row));
  }

  /** A read never leaves out a value that its checkpoint declares. */
  static void refuseHole(Row row) {
    if (row.getLong("n") == Kind.MISSING) {
      throw new Failure.Plain(Code.INTERNAL, "a value that the checkpoint declares is not stored");
    }
  }
}
