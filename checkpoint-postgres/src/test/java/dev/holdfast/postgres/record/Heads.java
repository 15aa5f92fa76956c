package dev.holdfast.postgres.record;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Piece;
import dev.holdfast.postgres.record.StoredCall.StoredWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Heads of records, as a seed draws them. */
final class Heads {
  private static final List<String> TEXTS =
      List.of("", "a", "messages", "mit Ümlaut", "漢字", "\uD83D\uDE00", "a\nb\"c", "x".repeat(300));
  private static final long[] LONGS = {0, 1, 127, 128, 300, 1L << 40, Long.MAX_VALUE};
  private static final int[] INDEXES = {0, 1, 63, 64, -1, -2, -3, -4, 9999, Integer.MIN_VALUE};

  private final Random random;
  private final long number;

  /** Heads of the record {@code number}. */
  Heads(long seed, long number) {
    this.random = new Random(seed);
    this.number = number;
  }

  Head head() {
    List<StoredCall> calls = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      calls.add(call());
    }
    return new Head(random.nextInt(4) == 0 ? null : state(), calls);
  }

  private StoredCall call() {
    List<StoredWrite> writes = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      int index = INDEXES[random.nextInt(INDEXES.length)];
      var task = new TaskId(text());
      writes.add(new StoredWrite(task, text(), index, new ChannelName(text()), blob()));
    }
    return new StoredCall(stamp(), writes);
  }

  private StoredState state() {
    Map<ChannelName, ChannelVersion> versions = new HashMap<>();
    Set<ChannelName> empty = new HashSet<>();
    Map<ChannelName, Layout> layouts = new HashMap<>();
    Map<ChannelName, Long> homes = new HashMap<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      var channel = new ChannelName(text() + left);
      var kinds = ChannelVersion.Kind.values();
      versions.put(channel, new ChannelVersion(kinds[random.nextInt(kinds.length)], text()));
      switch (random.nextInt(3)) {
        case 0 -> empty.add(channel);
        case 1 -> homes.put(channel, earlier());
        default -> layouts.put(channel, layout());
      }
    }
    Bytes exact = random.nextBoolean() ? null : Bytes.utf8("{\"n\":\"" + text() + "\"}");
    return new StoredState(versions, empty, layouts, homes, blob(), exact, stamp());
  }

  private Layout layout() {
    List<Piece> pieces = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      pieces.add(piece());
    }
    var checksum = new Checksum(random.nextLong(), random.nextLong());
    return new Layout(text(), random.nextInt(1 << 26), checksum, number, pieces);
  }

  private StoredBlob blob() {
    return new StoredBlob(text(), random.nextInt(3) == 0 ? null : piece());
  }

  private Piece piece() {
    int length = 1 + random.nextInt(1 << random.nextInt(26));
    return new Piece(earlier(), random.nextInt(1 << random.nextInt(31)), length);
  }

  /** The record itself, or one before it. */
  private long earlier() {
    return random.nextBoolean() ? number : 1 + Math.floorMod(random.nextLong(), number);
  }

  private @Nullable Stamp stamp() {
    return random.nextInt(3) == 0
        ? null
        : new Stamp(LONGS[random.nextInt(LONGS.length)], LONGS[random.nextInt(LONGS.length)]);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
