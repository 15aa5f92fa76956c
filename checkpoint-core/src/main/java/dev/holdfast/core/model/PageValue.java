package dev.holdfast.core.model;

/** A value of a page of history: whole, or as a splice of an earlier one of the same page. */
public sealed interface PageValue {

  /**
   * Told whole.
   *
   * @param blob the value
   */
  record Whole(Blob blob) implements PageValue {}

  /**
   * Told as a splice.
   *
   * @param base index in the page of the value that it is made of, less than its own
   * @param splice how to make it
   */
  record Spliced(int base, Splice splice) implements PageValue {}
}
