package dev.holdfast.core.spi;

/** Hears what a writer did; called on its threads, so it must not wait. */
@FunctionalInterface
public interface WriteObserver {

  /** Hears nothing. */
  WriteObserver SILENT = volume -> {};

  /** A group is committed. */
  void written(WriteVolume volume);
}
