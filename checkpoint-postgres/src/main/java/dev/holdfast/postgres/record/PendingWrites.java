package dev.holdfast.postgres.record;

import dev.holdfast.core.bytes.Utf8Order;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import dev.holdfast.core.progress.HeadWrite;
import dev.holdfast.core.sharing.Contents;
import dev.holdfast.postgres.record.StoredCall.StoredWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pending writes of a checkpoint, out of all records that hold some.
 *
 * <p>Of an ordinary write the first stays; a special one is replaced, unless by a lower sequence of
 * the same session.
 */
public final class PendingWrites {

  /** The order in which LangGraph applies the writes of a superstep ({@code writes_sort_key}). */
  private static final Comparator<PendingWrite> ORDER =
      Comparator.comparing(PendingWrite::taskPath, Utf8Order.INSTANCE)
          .thenComparing(write -> write.task().value(), Utf8Order.INSTANCE)
          .thenComparingInt(PendingWrite::index);

  private record Key(TaskId task, int index) {}

  private record Kept(PendingWrite write, @Nullable Stamp stamp, long call) {}

  private final Map<Key, Kept> kept = new HashMap<>();
  private long calls;

  private PendingWrites() {}

  /** The writes, as LangGraph orders them. */
  public static List<PendingWrite> of(List<StoredRecord> records) {
    List<PendingWrite> sorted = new ArrayList<>();
    folded(records).forEach(one -> sorted.add(one.write));
    sorted.sort(ORDER);
    return sorted;
  }

  /** The same without values, in no order, each with the call that it is of. */
  public static List<HeadWrite> byCall(List<StoredRecord> records) {
    return folded(records).stream()
        .map(one -> new HeadWrite(one.write.task(), one.write.index(), one.call))
        .toList();
  }

  private static Collection<Kept> folded(List<StoredRecord> records) {
    var writes = new PendingWrites();
    records.stream().sorted(Comparator.comparingLong(StoredRecord::number)).forEach(writes::add);
    return writes.kept.values();
  }

  /** Bytes of the writes that a record holds. */
  public static long bytes(StoredRecord record) {
    long sum = 0;
    for (StoredCall call : record.readHead().calls()) {
      for (StoredWrite write : call.writes()) {
        sum += write.blob().length();
      }
    }
    return sum;
  }

  private void add(StoredRecord record) {
    Contents contents = record::copy;
    for (StoredCall call : record.readHead().calls()) {
      calls++;
      for (StoredWrite write : call.writes()) {
        add(write, call.stamp(), contents);
      }
    }
  }

  private void add(StoredWrite write, @Nullable Stamp stamp, Contents contents) {
    var key = new Key(write.task(), write.index());
    Kept before = kept.get(key);
    if (before == null || (before.write.special() && !late(stamp, before.stamp))) {
      var pending =
          new PendingWrite(
              write.task(),
              write.taskPath(),
              write.index(),
              write.channel(),
              write.blob().read(contents));
      kept.put(key, new Kept(pending, stamp, calls));
    }
  }

  private static boolean late(@Nullable Stamp stamp, @Nullable Stamp before) {
    return stamp != null
        && before != null
        && stamp.session() == before.session()
        && stamp.sequence() < before.sequence();
  }
}
