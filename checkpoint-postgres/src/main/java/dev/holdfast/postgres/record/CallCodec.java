package dev.holdfast.postgres.record;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.postgres.record.StoredCall.StoredWrite;
import java.util.ArrayList;
import java.util.List;

/** The format of pending writes. */
final class CallCodec {

  private CallCodec() {}

  static void encode(BytesOut out, long number, List<StoredCall> calls) {
    out.integer(calls.size());
    for (StoredCall call : calls) {
      Stamp stamp = call.stamp();
      out.integerByte(stamp == null ? 0 : 1);
      if (stamp != null) {
        stamp(out, stamp);
      }
      out.integer(call.writes().size());
      for (StoredWrite write : call.writes()) {
        out.text(write.task().value()).text(write.taskPath());
        out.signed(write.index()).text(write.channel().value());
        PieceCodec.blob(out, number, write.blob());
      }
    }
  }

  static List<StoredCall> decode(BytesIn in, long number) {
    List<StoredCall> calls = new ArrayList<>();
    for (int left = in.integer(); left > 0; left--) {
      Stamp stamp = in.integerByte() == 0 ? null : readStamp(in);
      List<StoredWrite> writes = new ArrayList<>();
      for (int more = in.integer(); more > 0; more--) {
        writes.add(
            new StoredWrite(
                new TaskId(in.text()),
                in.text(),
                Math.toIntExact(in.signed()),
                new ChannelName(in.text()),
                PieceCodec.readBlob(in, number)));
      }
      calls.add(new StoredCall(stamp, writes));
    }
    return calls;
  }

  static void stamp(BytesOut out, Stamp stamp) {
    out.fixed(stamp.session()).number(stamp.sequence());
  }

  static Stamp readStamp(BytesIn in) {
    return new Stamp(in.fixed(), in.number());
  }
}
