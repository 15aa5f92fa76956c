package dev.holdfast.core.sharing;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Compresses what is stored, or does not where that saves nothing: what is encrypted, compressed or
 * random.
 *
 * <p>Format: a byte that says how (0 plain, 3 zstd), for zstd the length as a four-byte big-endian
 * number, then the bytes as a frame with its checksum.
 */
public final class Packing {

  private static final byte PLAIN = 0;
  private static final byte ZSTD = 3;
  private static final int ZSTD_HEADER = 5;
  private static final int LEAST_LENGTH = 96;
  private static final int LEVEL = 1;

  /** A block of four bytes gives at most 128 KiB. */
  private static final long MOST_TIMES = 1 << 15;

  /** A context is large and a thread has only one use for it at a time. */
  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(
          () -> new ZstdCompressCtx().setLevel(LEVEL).setContentSize(false).setChecksum(true));

  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  /** Where most records are packed: their exact size is known afterwards. */
  private static final ThreadLocal<byte[]> SCRATCH =
      ThreadLocal.withInitial(() -> new byte[1 << 16]);

  private Packing() {}

  /** The bytes, packed. */
  public static byte[] pack(byte[] bytes) {
    return pack(bytes, bytes.length);
  }

  /** The first {@code count} bytes, packed. */
  public static byte[] pack(byte[] bytes, int count) {
    if (count >= LEAST_LENGTH) {
      byte[] packed = room(ZSTD_HEADER + Math.toIntExact(Zstd.compressBound(count)));
      int length =
          COMPRESS
              .get()
              .compressByteArray(packed, ZSTD_HEADER, packed.length - ZSTD_HEADER, bytes, 0, count);
      if (ZSTD_HEADER + length < count) {
        packed[0] = ZSTD;
        putInt(packed, 1, count);
        return Arrays.copyOf(packed, ZSTD_HEADER + length);
      }
    }
    byte[] plain = new byte[count + 1];
    plain[0] = PLAIN;
    System.arraycopy(bytes, 0, plain, 1, count);
    return plain;
  }

  private static byte[] room(int count) {
    byte[] scratch = SCRATCH.get();
    return count <= scratch.length ? scratch : new byte[count];
  }

  /**
   * The bytes again.
   *
   * @throws IllegalArgumentException they were not packed so
   */
  public static byte[] unpack(byte[] packed) {
    if (packed.length > 0 && packed[0] == PLAIN) {
      return Arrays.copyOfRange(packed, 1, packed.length);
    }
    int length = packed.length < ZSTD_HEADER || packed[0] != ZSTD ? -1 : getInt(packed, 1);
    if (length < 0 || length > packed.length * MOST_TIMES) {
      throw new IllegalArgumentException(
          "stored bytes are of a format that this server cannot read");
    }
    byte[] bytes = new byte[length];
    if (decompress(packed, bytes) < length) {
      throw new IllegalArgumentException("stored bytes are cut off");
    }
    return bytes;
  }

  private static int decompress(byte[] packed, byte[] bytes) {
    try {
      return DECOMPRESS
          .get()
          .decompressByteArray(
              bytes, 0, bytes.length, packed, ZSTD_HEADER, packed.length - ZSTD_HEADER);
    } catch (ZstdException damaged) {
      throw new IllegalArgumentException("stored bytes are damaged", damaged);
    }
  }

  private static void putInt(byte[] bytes, int at, int number) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (number >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
    }
  }

  private static int getInt(byte[] bytes, int at) {
    int number = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      number = number << Byte.SIZE | (bytes[at + i] & 0xff);
    }
    return number;
  }
}
