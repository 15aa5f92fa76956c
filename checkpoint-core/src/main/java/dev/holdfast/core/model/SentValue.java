package dev.holdfast.core.model;

/** A value as it travels: whole, or as what differs from one that the receiver holds. */
public sealed interface SentValue permits Blob, SplicedValue {

  /** What upstream stores as {@code type}. */
  String codec();

  /** Bytes of the whole value. */
  int length();

  /** Bytes that travel. */
  long sentBytes();
}
