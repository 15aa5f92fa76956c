package dev.holdfast.temporal.worker;

import io.temporal.common.converter.EncodedValues;
import io.temporal.common.interceptors.Header;
import org.jspecify.annotations.Nullable;

/**
 * A signal whose arguments are still as they came: an entry, or a plain signal nobody handles yet.
 *
 * @param name of the signal
 * @param arguments payloads as sent, with the converter that a dynamic handler decodes them with
 * @param eventId of the history event that brought it
 * @param header fields of this signal alone
 * @param place what only entries have, null for a plain signal
 */
record RawSignal(
    String name, EncodedValues arguments, long eventId, Header header, @Nullable Place place)
    implements PendingSignal {

  /** Which entry it is: its source, its sequence there, and its id for logs. */
  record Place(String source, long sequence, String id) {}

  @Override
  public boolean isEntry() {
    return place != null;
  }
}
