package dev.holdfast.core.imports;

import org.jspecify.annotations.Nullable;

/**
 * Why a line was not imported; holds no values.
 *
 * @param line its number, from 1
 * @param code stable, in kebab case
 * @param pointer of the field that is to blame; null if it is the whole line
 */
public record ImportError(long line, String code, @Nullable String pointer) {

  /** So many are remembered of an import: the first ones. */
  public static final int MOST = 100;
}
