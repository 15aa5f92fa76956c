package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.core.sharing.Contents;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Sharing;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.StoredState;
import dev.holdfast.postgres.view.KnownCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that a group becomes, decided operation by operation in request order.
 *
 * <p>Operations on one namespace share a record as long as it holds one checkpoint, and writes of
 * one: a superstep is one row.
 */
final class Draft {

  private final Scene scene;
  private final Gathered gathered;
  private final List<Outcome<Appended>> outcomes = new ArrayList<>();
  private final Map<RecordKey, RecordDraft> drafts = new LinkedHashMap<>();
  private final List<RecordKey> replaced = new ArrayList<>();

  /** Everything that {@code group} builds on is in {@code scene} and {@code gathered}. */
  Draft(List<Append> group, Scene scene, Gathered gathered) {
    this.scene = scene;
    this.gathered = gathered;
    for (Append append : group) {
      outcomes.add(outcome(append));
    }
  }

  /** What becomes of each operation when the records are committed. */
  List<Outcome<Appended>> outcomes() {
    return outcomes;
  }

  boolean refusesAny() {
    return outcomes.stream().anyMatch(outcome -> outcome instanceof Outcome.Refused);
  }

  List<RecordDraft> drafts() {
    return List.copyOf(drafts.values());
  }

  /** Stored records whose checkpoint is put again. */
  List<RecordKey> replaced() {
    return replaced;
  }

  private Outcome<Appended> outcome(Append append) {
    ThreadScene thread = scene.find(append.key().thread());
    if (thread == null
        || (append.incarnation() != null && !append.incarnation().equals(thread.life))) {
      return new Outcome.Refused<>(Failure.threadDeleted());
    }
    try {
      return new Outcome.Done<>(
          append instanceof CheckpointPut put
              ? put(put, thread)
              : writes((WritesPut) append, thread));
    } catch (Failure failure) {
      return new Outcome.Refused<>(failure);
    }
  }

  private Appended writes(WritesPut call, ThreadScene thread) {
    if (!call.writes().isEmpty()) {
      RecordDraft open = thread.place(call.key().place().namespace()).open();
      RecordDraft draft =
          open != null && open.takesWritesOf(call.key().id()) ? open : begin(call, thread);
      draft.add(call);
    }
    return new Appended.WritesStored(thread.life);
  }

  private RecordDraft begin(Append append, ThreadScene thread) {
    var draft = new RecordDraft(thread, append.key().place().namespace());
    drafts.put(new RecordKey(thread.life.number(), draft.content.number()), draft);
    thread.place(append.key().place().namespace()).open(draft);
    return draft;
  }

  private Appended put(CheckpointPut put, ThreadScene thread) {
    PlaceScene place = thread.place(put.key().place().namespace());
    boolean conflict = place.conflict(put);
    KnownCheckpoint own = place.find(put.key().id());
    if (own != null && behind(put.stamp(), own.stamp())) {
      return new Appended.CheckpointStored(
          thread.life, Appended.Status.UNCHANGED, conflict, checksums(put, own));
    }
    KnownCheckpoint stored = store(put, thread, place, own);
    return new Appended.CheckpointStored(
        thread.life,
        own == null ? Appended.Status.INSERTED : Appended.Status.REPLACED,
        conflict,
        checksums(put, stored));
  }

  /** Whether the stored checkpoint holds this put already, or a later one of the same saver. */
  private static boolean behind(@Nullable Stamp stamp, @Nullable Stamp stored) {
    return stamp != null
        && stored != null
        && stamp.session() == stored.session()
        && stamp.sequence() <= stored.sequence();
  }

  private KnownCheckpoint store(
      CheckpointPut put, ThreadScene thread, PlaceScene place, @Nullable KnownCheckpoint own) {
    CheckpointId parent = own == null ? put.parent() : own.parent();
    var values = new ValuesOfPut(put, own, place.find(parent), place.newest());
    List<ChannelName> unknown = values.unknownBases();
    if (!unknown.isEmpty()) {
      throw new Failure.BaseUnknown(unknown);
    }
    RecordDraft open = place.open();
    boolean shares = open != null && open.takesCheckpoint();
    RecordDraft draft = shares && open != null ? open : begin(put, thread);
    int before = draft.content.length();
    try {
      return store(put, own, parent, draft, place, values);
    } catch (Failure failure) {
      draft.content.cut(before);
      if (!shares) {
        takeBack(draft, place, open);
      }
      throw failure;
    }
  }

  private void takeBack(RecordDraft draft, PlaceScene place, @Nullable RecordDraft before) {
    drafts.remove(new RecordKey(draft.thread.life.number(), draft.content.number()));
    draft.thread.takeBack(draft.content.number());
    place.open(before);
  }

  private KnownCheckpoint store(
      CheckpointPut put,
      @Nullable KnownCheckpoint own,
      @Nullable CheckpointId parent,
      RecordDraft draft,
      PlaceScene place,
      ValuesOfPut values) {
    Map<ChannelName, Layout> layouts =
        values.layouts(new Sharing(contents(draft.thread)), draft.content);
    if (!values.missing().isEmpty()) {
      throw new Failure.MissingValues(values.missing());
    }
    draft.add(put, parent, state(put, layouts, draft));
    if (own != null) {
      replace(own, draft.thread);
    }
    var known =
        new KnownCheckpoint(
            put.key().id(), parent, draft.content.number(), put.stamp(), put.versions(), layouts);
    place.put(known);
    return known;
  }

  private void replace(KnownCheckpoint own, ThreadScene thread) {
    var key = new RecordKey(thread.life.number(), own.number());
    RecordDraft draft = drafts.get(key);
    if (draft == null) {
      replaced.add(key);
    } else {
      draft.replace();
    }
  }

  private static StoredState state(
      CheckpointPut put, Map<ChannelName, Layout> layouts, RecordDraft draft) {
    Map<ChannelName, Layout> told = new LinkedHashMap<>();
    Map<ChannelName, Long> homes = new LinkedHashMap<>();
    layouts.forEach(
        (channel, layout) -> {
          if (layout.home() == draft.content.number()) {
            told.put(channel, layout);
          } else {
            homes.put(channel, layout.home());
          }
        });
    return new StoredState(
        put.versions(),
        put.empty(),
        told,
        homes,
        draft.add(put.skeleton()),
        MetadataJson.exact(put.metadata()),
        put.stamp());
  }

  /** Stored contents, and those of the group itself. */
  private Contents contents(ThreadScene thread) {
    Contents stored = gathered.contents(thread.life.number());
    return (piece, target, at) -> {
      RecordDraft draft = drafts.get(new RecordKey(thread.life.number(), piece.number()));
      if (draft == null) {
        stored.copy(piece, target, at);
      } else {
        draft.content.copy(piece, target, at);
      }
    };
  }

  /** For each value that was sent, the checksum of what the checkpoint has. */
  private static Map<ChannelName, Checksum> checksums(CheckpointPut put, KnownCheckpoint stored) {
    Map<ChannelName, Checksum> checksums = new HashMap<>();
    put.values()
        .forEach(
            (channel, value) -> {
              var version = put.versions().get(channel);
              Checksum kept =
                  version == null
                      ? null
                      : stored.layout(channel, version).map(Layout::checksum).orElse(null);
              checksums.put(channel, kept == null ? checksum(value) : kept);
            });
    return checksums;
  }

  private static Checksum checksum(SentValue value) {
    return value instanceof SplicedValue spliced
        ? spliced.splice().checksum()
        : Checksums.of(((Blob) value).bytes());
  }
}
