package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.sharing.Checksums;

/**
 * A value of a channel that a caller holds.
 *
 * @param version its version
 * @param blob the value
 */
public record Held(ChannelVersion version, Blob blob) {

  /** What the caller says of it. */
  public KnownValue known() {
    return new KnownValue(version, Checksums.of(blob.bytes()));
  }
}
