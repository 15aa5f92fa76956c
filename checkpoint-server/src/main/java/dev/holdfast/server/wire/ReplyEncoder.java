package dev.holdfast.server.wire;

import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From replies to a body. */
public final class ReplyEncoder {

  private ReplyEncoder() {}

  /** The answer to a batch; {@code correlationId} is named in problems. */
  public static ByteBuffer batch(Format format, List<Reply> replies, String correlationId) {
    return Out.written(
        format,
        out -> {
          out.object().name("results").startList();
          for (int i = 0; i < replies.size(); i++) {
            out.object();
            if (replies.get(i) instanceof Reply.Failed failed) {
              String pointer = "/operations/" + i;
              Problem problem = Problem.of(failed.failure(), pointer, correlationId);
              out.name("problem").plain(problem.fields());
            } else {
              fields(out, replies.get(i));
            }
            out.end();
          }
          out.endList().end();
        });
  }

  /** A problem as a body of its own, always JSON. */
  public static byte[] problem(Problem problem) {
    return Out.bytes(Format.JSON, out -> out.plain(problem.fields()));
  }

  /** The fields of a reply that is no failure. */
  static void fields(Out out, Reply reply) throws IOException {
    if (reply instanceof Reply.Written written) {
      appended(out, written.appended());
    } else if (reply instanceof Reply.Tuple tuple) {
      tuple(out, tuple);
    } else if (reply instanceof Reply.Page page) {
      TupleEncoder.page(out, page.page());
    } else if (reply instanceof Reply.Histories histories) {
      TupleEncoder.histories(out, histories.channels());
    } else if (reply instanceof Reply.Deleted deleted) {
      out.field("deleted", deleted.existed());
    } else if (reply instanceof Reply.Counted counted) {
      out.field(counted.name(), counted.checkpoints());
    } else if (reply instanceof Reply.HistorySet set) {
      out.field("incarnation", set.incarnation().number());
    } else if (reply instanceof Reply.Store store) {
      StoreEncoder.results(out, store.results());
    } else if (reply instanceof Reply.Signalled signalled) {
      SignalEncoder.place(out, signalled.place());
    }
  }

  private static void tuple(Out out, Reply.Tuple reply) throws IOException {
    CheckpointTuple tuple = reply.tuple();
    out.name("tuple");
    if (tuple == null) {
      out.value(null);
    } else {
      TupleEncoder.tuple(out, tuple);
    }
  }

  private static void appended(Out out, Appended appended) throws IOException {
    if (appended instanceof Appended.CheckpointStored stored) {
      out.field("status", stored.status().name().toLowerCase(Locale.ROOT))
          .field("conflict", stored.conflict());
      out.name("checksums").object();
      for (Map.Entry<ChannelName, Checksum> checksum : stored.checksums().entrySet()) {
        out.field(checksum.getKey().value(), checksum.getValue().bytes());
      }
      out.end();
    }
    out.field("incarnation", appended.incarnation().number());
  }
}
