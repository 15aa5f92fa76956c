package dev.holdfast.core.sharing;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Checksum;

/** Computes the checksum that names a value's bytes. */
public final class Checksums {

  private static final Hasher128 XXH3 = Hashing.xxh3_128();

  private Checksums() {}

  /** xxh3-128 with seed 0. */
  public static Checksum of(Bytes bytes) {
    HashValue128 hash = XXH3.hashBytesTo128Bits(bytes.array());
    return new Checksum(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }
}
