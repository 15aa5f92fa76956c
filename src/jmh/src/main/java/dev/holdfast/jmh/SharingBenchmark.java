package dev.holdfast.jmh;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Packing;
import dev.holdfast.core.sharing.Sharing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it takes to lay out a value beside its predecessor, and to pack what is new of it. */
@State(Scope.Thread)
public class SharingBenchmark {

  private static final int LIST = 790 << 10;
  private static final int ITEM = 1000;
  private static final int SMALL = 4 << 10;
  private static final int WIDE = 64 << 10;
  private static final int CHANGED = WIDE / 100;

  private final Shelf shelf = new Shelf();
  private final Sharing sharing = new Sharing(shelf);

  private final Blob list = new Blob("msgpack", text(1, LIST));
  private final Layout listBase = shelf.store(list, null);
  private final Blob longer = with(list, text(2, ITEM), LIST, LIST);
  private final Splice appended =
      splice(longer, new Splice.Kept(0, LIST), new Splice.Fresh(text(2, ITEM)));

  private final Blob random = new Blob("msgpack", noise(3, SMALL));
  private final Layout randomBase = shelf.store(new Blob("msgpack", noise(4, SMALL)), null);

  private final Blob wide = new Blob("msgpack", text(5, WIDE));
  private final Layout wideBase = shelf.store(wide, null);
  private final Blob edited = with(wide, text(6, CHANGED), WIDE / 2, WIDE / 2 + CHANGED);

  private final byte[] newBytes = text(7, SMALL).array();

  /** A list of 790 KB gets an item of 1 KB; it comes as a splice. */
  @Benchmark
  public Object appendToLongListAsSplice() {
    var own = new Content(Shelf.NEXT);
    return sharing.spliced(appended, listBase, own).orElseThrow();
  }

  /** The same, but it comes whole. */
  @Benchmark
  public Object appendToLongListWhole() {
    return sharing.whole(longer, listBase, new Content(Shelf.NEXT));
  }

  /** 4 KB that have nothing of their predecessor. */
  @Benchmark
  public Object random4KB() {
    return sharing.whole(random, randomBase, new Content(Shelf.NEXT));
  }

  /** 64 KB of which one part in a hundred is another. */
  @Benchmark
  public Object wide64KBWithOnePercentChanged() {
    return sharing.whole(edited, wideBase, new Content(Shelf.NEXT));
  }

  /** 4 KB of new text are compressed. */
  @Benchmark
  public Object pack4KBOfText() {
    return Packing.pack(newBytes);
  }

  static Bytes noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Bytes.owned(bytes);
  }

  /** Bytes that are as easily compressed as text. */
  static Bytes text(long seed, int length) {
    var random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + Math.abs(random.nextGaussian()) * 6);
    }
    return Bytes.owned(bytes);
  }

  private static Blob with(Blob value, Bytes added, int from, int to) {
    byte[] before = value.bytes().array();
    byte[] after = Arrays.copyOf(before, before.length - (to - from) + added.length());
    System.arraycopy(added.array(), 0, after, from, added.length());
    System.arraycopy(before, to, after, from + added.length(), before.length - to);
    return new Blob(value.codec(), Bytes.owned(after));
  }

  private static Splice splice(Blob value, Splice.Part... parts) {
    return new Splice(value.codec(), List.of(parts), value.length(), Checksums.of(value.bytes()));
  }
}
