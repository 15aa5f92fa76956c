package dev.holdfast.postgres.rows;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.Edits;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the tests of this package do to a store. */
final class Life {
  private final Stores stores;

  Life(Stores stores) {
    this.stores = stores;
  }

  List<Outcome<Appended>> group(Append... appends) {
    return Await.result(stores.writer().write(List.of(appends)));
  }

  /** Writes a group of which nothing is refused. */
  void done(Append... appends) {
    assertThat(group(appends)).allMatch(Outcome.Done.class::isInstance);
  }

  CheckpointStored put(PutBuilder put) {
    return (CheckpointStored) ((Outcome.Done<Appended>) group(put.build()).get(0)).result();
  }

  Code refusal(PutBuilder put) {
    return ((Outcome.Refused<Appended>) group(put.build()).get(0)).failure().code();
  }

  /** The value of a channel of a checkpoint, of the newest for null. */
  Blob value(NamespaceKey place, @Nullable String id, String channel) {
    var found = stores.reader().find(place, id == null ? null : id(id), Map.of(), false);
    var values = Await.result(found).orElseThrow().values();
    return (Blob) Objects.requireNonNull(values.get(channel(channel)));
  }

  void prune(String thread) {
    var threads = List.of(new ThreadId(thread));
    Await.result(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, null));
  }

  void deleteRun(String run) {
    Await.result(stores.threads().deleteForRuns(TENANT, List.of(new RunId(run)), null));
  }

  void delete(String thread) {
    Await.result(stores.threads().delete(Fixtures.thread(thread), null));
  }

  void copy(String source, String target) {
    Await.result(stores.threads().copy(Fixtures.thread(source), new ThreadId(target), null));
  }

  /** A value that cannot be compressed. */
  static Blob noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return new Blob("msgpack", Bytes.owned(bytes));
  }

  /** A value with something appended to it. */
  static Edits.Edit appended(Blob base, Blob added) {
    List<Splice.Part> parts =
        List.of(new Splice.Kept(0, base.length()), new Splice.Fresh(added.bytes()));
    return Edits.joined(base, base.codec(), parts);
  }
}
