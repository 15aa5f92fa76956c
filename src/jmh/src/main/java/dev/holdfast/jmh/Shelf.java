package dev.holdfast.jmh;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Contents;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Piece;
import dev.holdfast.core.sharing.Sharing;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Contents of records in memory. */
final class Shelf implements Contents {

  /** The number of a record that is none of these. */
  static final long NEXT = 1 << 20;

  private final Map<Long, Content> contents = new HashMap<>();
  private final Sharing sharing = new Sharing(this);

  @Override
  public void copy(Piece piece, byte[] target, int at) {
    Objects.requireNonNull(contents.get(piece.number())).copy(piece, target, at);
  }

  /** Stores a value in a record of its own. */
  Layout store(Blob value, @Nullable Layout base) {
    var own = new Content(contents.size() + 1);
    contents.put(own.number(), own);
    return sharing.whole(value, base, own);
  }

  Iterable<Content> contents() {
    return contents.values();
  }
}
