package dev.holdfast.core.model;

/**
 * A value told as a splice of another version of its channel.
 *
 * @param base of a put: the value of the parent checkpoint; of an answer: one that the caller said
 *     it knows
 * @param splice how to make it
 */
public record SplicedValue(KnownValue base, Splice splice) implements SentValue {

  @Override
  public String codec() {
    return splice.codec();
  }

  @Override
  public int length() {
    return splice.length();
  }

  @Override
  public long sentBytes() {
    return splice.sentBytes();
  }
}
