package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.util.List;

/** Paths that a put names. */
final class Paths {
  private Paths() {}

  /** The paths, or a failure that names the part. */
  static List<String> of(List<String> fields, String pointer) {
    try {
      FieldPath.all(fields);
      return fields;
    } catch (IllegalArgumentException wrong) {
      String reason = String.valueOf(wrong.getMessage());
      throw new Failure.Invalid(Code.INVALID_REQUEST, pointer + "/index", reason);
    }
  }
}
