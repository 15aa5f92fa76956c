package dev.holdfast.postgres.record;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.sharing.Layout;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The format of a head: a version, what there is, the state, the calls. Numbers of records are told
 * as distances back from the record's own.
 */
final class HeadCodec {

  private static final int FORMAT = 1;
  private static final int STATE = 1;
  private static final int EXACT = 2;
  private static final int STAMP = 4;

  private static final int KINDS = 3;
  private static final int EMPTY = 4;
  private static final int ELSEWHERE = 8;

  private HeadCodec() {}

  static byte[] encode(long number, Head head) {
    var out = new BytesOut(256);
    out.integerByte(FORMAT);
    StoredState state = head.state();
    out.integerByte(state == null ? 0 : flags(state));
    if (state != null) {
      state(out, number, state);
    }
    CallCodec.encode(out, number, head.calls());
    return out.toArray();
  }

  private static int flags(StoredState state) {
    return STATE
        | (state.exactMetadata() == null ? 0 : EXACT)
        | (state.stamp() == null ? 0 : STAMP);
  }

  private static void state(BytesOut out, long number, StoredState state) {
    Bytes exact = state.exactMetadata();
    if (exact != null) {
      out.integer(exact.length()).raw(exact.array());
    }
    Stamp stamp = state.stamp();
    if (stamp != null) {
      CallCodec.stamp(out, stamp);
    }
    PieceCodec.blob(out, number, state.skeleton());
    out.integer(state.versions().size());
    state.versions().forEach((channel, version) -> channel(out, number, state, channel, version));
  }

  private static void channel(
      BytesOut out, long number, StoredState state, ChannelName channel, ChannelVersion version) {
    Long home = state.homes().get(channel);
    int kind = number(version.kind());
    if (state.empty().contains(channel)) {
      kind |= EMPTY;
    } else if (home != null) {
      kind |= ELSEWHERE;
    }
    out.integerByte(kind).text(channel.value()).text(version.text());
    if (home != null) {
      out.number(number - home);
    } else if ((kind & EMPTY) == 0) {
      PieceCodec.layout(out, number, layout(state, channel));
    }
  }

  private static Layout layout(StoredState state, ChannelName channel) {
    Layout layout = state.layouts().get(channel);
    if (layout == null) {
      throw new IllegalArgumentException("a channel without a layout");
    }
    return layout;
  }

  static Head decode(long number, byte[] head) {
    var in = new BytesIn(head);
    if (in.integerByte() != FORMAT) {
      throw new IllegalArgumentException("a record is of a format that this server cannot read");
    }
    int flags = in.integerByte();
    StoredState state = (flags & STATE) == 0 ? null : readState(in, number, flags);
    return new Head(state, CallCodec.decode(in, number));
  }

  private static StoredState readState(BytesIn in, long number, int flags) {
    Bytes exact = (flags & EXACT) == 0 ? null : Bytes.owned(in.raw());
    Stamp stamp = (flags & STAMP) == 0 ? null : CallCodec.readStamp(in);
    StoredBlob skeleton = PieceCodec.readBlob(in, number);
    Map<ChannelName, ChannelVersion> versions = new LinkedHashMap<>();
    Set<ChannelName> empty = new HashSet<>();
    Map<ChannelName, Layout> layouts = new LinkedHashMap<>();
    Map<ChannelName, Long> homes = new LinkedHashMap<>();
    for (int left = in.integer(); left > 0; left--) {
      int kind = in.integerByte();
      var channel = new ChannelName(in.text());
      versions.put(channel, new ChannelVersion(kind(kind & KINDS), in.text()));
      if ((kind & EMPTY) != 0) {
        empty.add(channel);
      } else if ((kind & ELSEWHERE) != 0) {
        homes.put(channel, number - in.number());
      } else {
        layouts.put(channel, PieceCodec.readLayout(in, number));
      }
    }
    return new StoredState(versions, empty, layouts, homes, skeleton, exact, stamp);
  }

  private static int number(ChannelVersion.Kind kind) {
    return switch (kind) {
      case TEXT -> 0;
      case INTEGER -> 1;
      case FLOAT -> 2;
    };
  }

  private static ChannelVersion.Kind kind(int number) {
    return switch (number) {
      case 0 -> ChannelVersion.Kind.TEXT;
      case 1 -> ChannelVersion.Kind.INTEGER;
      default -> ChannelVersion.Kind.FLOAT;
    };
  }
}
