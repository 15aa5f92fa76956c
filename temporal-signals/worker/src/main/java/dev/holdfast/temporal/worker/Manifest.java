package dev.holdfast.temporal.worker;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.interceptors.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a batch holds: the first payload of the signal, read and checked.
 *
 * @param source who numbers the entries, 1 to 64 characters
 * @param first sequence of the first entry, at least 1; entry i has {@code first + i}
 * @param entries the signals, in their order
 */
record Manifest(String source, long first, List<Entry> entries) {

  /**
   * One signal of a batch.
   *
   * @param name of the signal
   * @param id Holdfast's id of it, for logs
   * @param json its arguments, if the manifest holds them, else empty
   * @param args how many of the payloads that follow are its arguments
   * @param headers header fields of this signal alone
   */
  record Entry(String name, String id, List<Payload> json, int args, Map<String, Payload> headers) {

    private List<Payload> arguments(List<Payload> payloads, int from) {
      return args == 0 ? json : payloads.subList(from, from + args);
    }
  }

  Manifest {
    entries = List.copyOf(entries);
  }

  /** The entries with their arguments; {@code payloads} holds as many as they name. */
  List<RawSignal> signals(List<Payload> payloads, DataConverter converter, long eventId) {
    List<RawSignal> signals = new ArrayList<>(entries.size());
    int from = 0;
    for (Entry entry : entries) {
      var arguments = entry.arguments(payloads, from);
      from += entry.args();
      var place = new RawSignal.Place(source, first + signals.size(), entry.id());
      var values = new EncodedValues(join(arguments), converter);
      var header = new Header(entry.headers());
      signals.add(new RawSignal(entry.name(), values, eventId, header, place));
    }
    return signals;
  }

  private static Optional<Payloads> join(List<Payload> arguments) {
    return arguments.isEmpty()
        ? Optional.empty()
        : Optional.of(Payloads.newBuilder().addAllPayloads(arguments).build());
  }
}
