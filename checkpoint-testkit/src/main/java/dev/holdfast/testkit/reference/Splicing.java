package dev.holdfast.testkit.reference;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.sharing.Checksums;
import java.io.ByteArrayOutputStream;

/** Makes values of splices, byte by byte. */
public final class Splicing {
  private final ChannelName channel;
  private final byte[] base;

  private Splicing(ChannelName channel, Bytes base) {
    this.channel = channel;
    this.base = base.array();
  }

  /** The value that {@code splice} makes of {@code base}; a splice that makes none is refused. */
  public static Blob apply(ChannelName channel, Bytes base, Splice splice) {
    return new Splicing(channel, base).apply(splice);
  }

  private Blob apply(Splice splice) {
    require(splice.parts().size() <= Splice.MOST_PARTS, "too many parts");
    requireRangesInOrder(splice);
    long sum = splice.parts().stream().mapToLong(Splice.Part::length).sum();
    require(sum == splice.length(), "the parts have another length");
    require(sum <= Limits.DEFAULT.valueBytes(), "the value is too long");
    Bytes result = joined(splice);
    require(Checksums.of(result).equals(splice.checksum()), "the value has another checksum");
    return new Blob(splice.codec(), result);
  }

  private void requireRangesInOrder(Splice splice) {
    long end = 0;
    for (Splice.Part part : splice.parts()) {
      if (part instanceof Splice.Kept kept) {
        require(kept.length() >= 1, "a range is empty");
        require(kept.offset() >= end, "a range begins before the base or the end of the last");
        end = (long) kept.offset() + kept.length();
        require(end <= base.length, "a range ends beyond the base");
      }
    }
  }

  private Bytes joined(Splice splice) {
    var result = new ByteArrayOutputStream();
    for (Splice.Part part : splice.parts()) {
      if (part instanceof Splice.Kept kept) {
        result.write(base, kept.offset(), kept.length());
      } else if (part instanceof Splice.Fresh fresh) {
        result.write(fresh.bytes().array(), 0, fresh.length());
      }
    }
    return Bytes.owned(result.toByteArray());
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new Failure.InvalidSplice(channel, otherwise);
    }
  }
}
