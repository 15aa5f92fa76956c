package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.sharing.Checksums;

/**
 * A value of a channel that a caller holds.
 *
 * @param version its version
 * @param blob the value
 */
public record Held(ChannelVersion version, Blob blob) {

  /** A value at an integer version. */
  public static Held of(long version, Blob blob) {
    return new Held(ChannelVersion.of(version), blob);
  }

  /** A value told as a splice of this one. */
  public SplicedValue spliced(Splice splice) {
    return new SplicedValue(known(), splice);
  }

  /** What the caller says of it. */
  public KnownValue known() {
    return new KnownValue(version, Checksums.of(blob.bytes()));
  }
}
