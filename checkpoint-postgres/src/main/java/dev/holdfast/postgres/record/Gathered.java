package dev.holdfast.postgres.record;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.sharing.Contents;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Piece;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The records that one answer or one group is made of. */
public final class Gathered {

  private final Map<RecordKey, StoredRecord> records = new HashMap<>();
  private final Map<RecordKey, Head> heads = new HashMap<>();

  /** Adds a record of a thread. */
  public void add(long incarnation, StoredRecord record) {
    records.put(new RecordKey(incarnation, record.number()), record);
  }

  /** Those of {@code keys} that are not here. */
  public Set<RecordKey> missing(Collection<RecordKey> keys) {
    Set<RecordKey> missing = new HashSet<>(keys);
    missing.removeAll(records.keySet());
    return missing;
  }

  /** The records that tell the layouts of a checkpoint's values. */
  public static Set<RecordKey> homes(long incarnation, StoredState state) {
    Set<RecordKey> homes = new HashSet<>();
    state.homes().values().forEach(number -> homes.add(new RecordKey(incarnation, number)));
    return homes;
  }

  /** The records that hold the bytes of {@code layouts}. */
  public static Set<RecordKey> owners(long incarnation, Collection<Layout> layouts) {
    Set<RecordKey> owners = new HashSet<>();
    layouts.forEach(layout -> owners.addAll(holders(incarnation, layout.pieces())));
    return owners;
  }

  /** The records that hold {@code pieces}. */
  public static Set<RecordKey> holders(long incarnation, Collection<Piece> pieces) {
    Set<RecordKey> holders = new HashSet<>();
    pieces.forEach(piece -> holders.add(new RecordKey(incarnation, piece.number())));
    return holders;
  }

  /** What a record that is here says. */
  public Head head(RecordKey key) {
    return heads.computeIfAbsent(key, wanted -> record(wanted).readHead());
  }

  /** The layouts of all values of a checkpoint, whose {@link #homes} are here. */
  public Map<ChannelName, Layout> layouts(long incarnation, StoredState state) {
    Map<ChannelName, Layout> layouts = new LinkedHashMap<>(state.layouts());
    state
        .homes()
        .forEach(
            (channel, number) -> {
              StoredState home = head(new RecordKey(incarnation, number)).checkpoint();
              Layout layout = home.layouts().get(channel);
              if (layout == null) {
                throw new IllegalStateException("a record does not tell the layout that it should");
              }
              layouts.put(channel, layout);
            });
    return layouts;
  }

  /** The contents of a thread's records that are here. */
  public Contents contents(long incarnation) {
    return (piece, target, at) ->
        record(new RecordKey(incarnation, piece.number())).copy(piece, target, at);
  }

  private StoredRecord record(RecordKey key) {
    StoredRecord record = records.get(key);
    if (record == null) {
      throw new IllegalStateException("a record is not at hand");
    }
    return record;
  }
}
