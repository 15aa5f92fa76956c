package dev.holdfast.core.sharing;

import dev.holdfast.core.model.Splice;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records of a thread, of which only the contents matter here. */
final class Shelf implements Contents {

  private final Map<Long, Content> contents = new HashMap<>();
  private final Sharing sharing = new Sharing(this);
  private Content last = new Content(0);

  @Override
  public void copy(Piece piece, byte[] target, int at) {
    Objects.requireNonNull(contents.get(piece.number())).copy(piece, target, at);
  }

  /** Begins the next record. */
  Content next() {
    last = new Content(last.number() + 1);
    contents.put(last.number(), last);
    return last;
  }

  /** The record begun last. */
  Content last() {
    return last;
  }

  /** Stores a value in a record of its own. */
  Layout whole(byte[] value, @Nullable Layout base) {
    return sharing.whole(Draws.blob(value), base, next());
  }

  /** Stores what a splice makes in a record of its own. */
  Layout spliced(Splice splice, Layout base) {
    return sharing.spliced(splice, base, next()).orElseThrow();
  }

  byte[] value(Layout layout) {
    return Layouts.value(layout, this).orElseThrow().array();
  }

  long bytes() {
    return contents.values().stream().mapToLong(Content::length).sum();
  }
}
