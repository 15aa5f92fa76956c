package dev.holdfast.postgres.json;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.CheckpointMetadata;
import org.jspecify.annotations.Nullable;

/** Metadata as {@link JsonColumns}. */
public final class MetadataJson {

  private MetadataJson() {}

  /** JSON text for the jsonb column and for filters. */
  public static String jsonb(CheckpointMetadata metadata) {
    return JsonColumns.jsonb(metadata.entries());
  }

  /** The exact text, or null if jsonb gives the metadata back as it is. */
  public static @Nullable Bytes exact(CheckpointMetadata metadata) {
    return JsonColumns.exact(metadata.entries());
  }

  /** The metadata of a row. */
  public static CheckpointMetadata read(String jsonb, byte @Nullable [] exact) {
    return new CheckpointMetadata(JsonColumns.read(jsonb, exact));
  }
}
