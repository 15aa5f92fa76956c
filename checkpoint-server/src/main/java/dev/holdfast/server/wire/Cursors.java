package dev.holdfast.server.wire;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.ThreadId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The end of a page as callers carry it: opaque to them. */
final class Cursors {

  /** Identifiers cannot hold it. */
  private static final String SEPARATOR = "\0";

  private static final int PARTS = 3;

  private Cursors() {}

  static @Nullable String encode(@Nullable HistoryCursor cursor) {
    if (cursor == null) {
      return null;
    }
    return opaque(
        String.join(
            SEPARATOR, cursor.id().value(), cursor.thread().value(), cursor.namespace().value()));
  }

  /** A page of threads ends with one of them. */
  static @Nullable String encode(@Nullable ThreadId last) {
    return last == null ? null : opaque(last.value());
  }

  static @Nullable ThreadId decodeThread(@Nullable String cursor, String pointer) {
    if (cursor == null) {
      return null;
    }
    String id = text(cursor, pointer);
    if (id.isEmpty() || id.contains(SEPARATOR)) {
      throw Node.wrong(pointer, "must be a cursor that this server gave");
    }
    return new ThreadId(id);
  }

  private static String opaque(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static @Nullable HistoryCursor decode(@Nullable String cursor, String pointer) {
    if (cursor == null) {
      return null;
    }
    String[] parts = text(cursor, pointer).split(SEPARATOR, -1);
    if (parts.length != PARTS) {
      throw Node.wrong(pointer, "must be a cursor that this server gave");
    }
    return new HistoryCursor(
        new CheckpointId(parts[0]), new ThreadId(parts[1]), new CheckpointNamespace(parts[2]));
  }

  private static String text(String cursor, String pointer) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Node.wrong(pointer, "must be a cursor that this server gave");
    }
  }
}
