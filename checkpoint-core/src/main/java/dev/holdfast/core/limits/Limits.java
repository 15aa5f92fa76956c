package dev.holdfast.core.limits;

import dev.holdfast.core.model.Splice;

/**
 * What a request may hold at most; {@code GET /v1} tells them to savers.
 *
 * @param valueBytes bytes of one value
 * @param bodyBytes bytes of one request body
 * @param operations operations in one batch
 * @param identifierBytes UTF-8 bytes of an id or channel name
 * @param pathBytes UTF-8 bytes of a checkpoint namespace or task path
 * @param typeBytes UTF-8 bytes of a value's type
 * @param metadataBytes bytes of a checkpoint's metadata as JSON
 * @param depth nesting of metadata and filters
 * @param writes writes in one call
 * @param channels channels of one checkpoint
 * @param numberDigits digits of one number, before and after its point; reading one takes time that
 *     grows with the square
 * @param elements objects, lists, strings, numbers in one request body
 * @param timeoutMs longest time a caller may wait, milliseconds
 */
public record Limits(
    int valueBytes,
    int bodyBytes,
    int operations,
    int identifierBytes,
    int pathBytes,
    int typeBytes,
    int metadataBytes,
    int depth,
    int writes,
    int channels,
    int numberDigits,
    int elements,
    int timeoutMs) {

  private static final int MEBIBYTE = 1024 * 1024;

  /** The limits that Holdfast has unless an operator lowers them. */
  public static final Limits DEFAULT =
      new Limits(
          Splice.MOST_LENGTH,
          128 * MEBIBYTE,
          1000,
          1024,
          8192,
          256,
          MEBIBYTE,
          64,
          10_000,
          10_000,
          4096,
          4_000_000,
          60_000);
}
