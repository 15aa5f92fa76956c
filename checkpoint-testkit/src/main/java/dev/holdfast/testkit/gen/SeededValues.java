package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random channels of a put: kept, empty, whole, or spliced, now and then of what is no base. */
final class SeededValues {
  private static final int VERSIONS = 4;

  private final Random random;
  private final Edits edits;
  private final Contents contents;

  SeededValues(Random random, Contents contents) {
    this.random = random;
    this.edits = new Edits(random);
    this.contents = contents;
  }

  void add(PutBuilder put, CheckpointKey key, @Nullable CheckpointId parent) {
    for (String name : Names.CHANNELS) {
      if (random.nextInt(4) > 0) {
        add(put, name, contents.base(key, parent, new ChannelName(name)));
      }
    }
  }

  /** Whether a version is empty mostly depends on the version, as it does in a graph. */
  private void add(PutBuilder put, String name, @Nullable Held base) {
    int version = 1 + random.nextInt(VERSIONS);
    boolean empty = (name.hashCode() + version) % 2 == 0;
    if (random.nextInt(12) == 0 ? !empty : empty) {
      put.empty(name, version);
    } else if (random.nextInt(8) == 0) {
      put.kept(name, version);
    } else if (base != null && random.nextInt(8) == 0) {
      put.kept(name, base.version());
    } else if (base == null ? random.nextInt(12) == 0 : random.nextInt(3) > 0) {
      splice(put, name, version, base);
    } else {
      put.value(name, version, "value " + random.nextInt(1000));
    }
  }

  private void splice(PutBuilder put, String name, int version, @Nullable Held base) {
    Held told = random.nextInt(12) == 0 ? contents.any() : base;
    if (told == null) {
      put.value(name, ChannelVersion.of(version), edits.fresh());
      return;
    }
    Splice splice = edits.of(told.blob()).splice();
    put.value(
        name,
        ChannelVersion.of(version),
        new SplicedValue(
            random.nextInt(24) == 0 ? wrong(told.known()) : told.known(),
            random.nextInt(12) == 0 ? wrong(splice) : splice));
  }

  private KnownValue wrong(KnownValue known) {
    Checksum right = known.checksum();
    return random.nextBoolean()
        ? new KnownValue(ChannelVersion.of(known.version().text()), right)
        : new KnownValue(known.version(), wrong(right));
  }

  private Splice wrong(Splice right) {
    String codec = right.codec();
    return switch (random.nextInt(3)) {
      case 0 -> new Splice(codec, right.parts(), right.length(), wrong(right.checksum()));
      case 1 -> new Splice(codec, right.parts(), right.length() + 1, right.checksum());
      default -> new Splice(codec, List.of(Fixtures.kept(1 << 20, 1)), 1, right.checksum());
    };
  }

  private static Checksum wrong(Checksum right) {
    return new Checksum(right.high(), right.low() + 1);
  }

  /** What a caller of a read holds of a channel: often what is there, or was. */
  Held known(CheckpointKey key, ChannelName channel) {
    Held there = random.nextBoolean() ? contents.held(key, channel) : contents.any();
    return there != null ? there : Held.of(1 + random.nextInt(VERSIONS), blob());
  }

  private Blob blob() {
    return Fixtures.blob("value " + random.nextInt(1000));
  }
}
