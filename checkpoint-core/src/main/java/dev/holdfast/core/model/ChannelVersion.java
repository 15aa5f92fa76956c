package dev.holdfast.core.model;

/**
 * Increasing version of one channel's value, opaque but for its JSON type.
 *
 * <p>{@code 1}, {@code 1.0} and {@code "1"} are three versions.
 *
 * @param kind the JSON type
 * @param text the string itself, or the number as JSON in its canonical form: no exponent, a
 *     fraction for every float
 */
public record ChannelVersion(Kind kind, String text) {

  /** JSON type of a version. */
  public enum Kind {
    /** A string. */
    TEXT,
    /** A number without a fraction. */
    INTEGER,
    /** A number with a fraction. */
    FLOAT
  }

  /** A string version. */
  public static ChannelVersion of(String text) {
    return new ChannelVersion(Kind.TEXT, text);
  }

  /** An integer version. */
  public static ChannelVersion of(long number) {
    return new ChannelVersion(Kind.INTEGER, Long.toString(number));
  }
}
