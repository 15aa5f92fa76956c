package dev.holdfast.core.spi;

import dev.holdfast.core.model.Appended;
import dev.holdfast.core.signal.SignalPlace;
import java.util.List;

/**
 * What a {@link Commit} did.
 *
 * @param appended what became of the append
 * @param places where its signals are, in their order
 */
public record Committed(Appended appended, List<SignalPlace> places) {

  /** Copies the list. */
  public Committed {
    places = List.copyOf(places);
  }
}
