package dev.holdfast.jmh;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Layouts;
import dev.holdfast.core.sharing.Packing;
import dev.holdfast.core.sharing.Told;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it takes to answer with a value of many pieces, and with a page of its versions. */
@State(Scope.Thread)
public class ReadBenchmark {

  private static final int LIST = 790 << 10;
  private static final int ITEM = 4000;
  private static final int PAGE = 20;

  private final Shelf shelf = new Shelf();
  private final List<Layout> versions = new ArrayList<>();
  private final List<byte[]> packs = new ArrayList<>();

  /** A list of 790 KB in 64 pieces. */
  public ReadBenchmark() {
    byte[] all = SharingBenchmark.text(1, LIST).array();
    Layout last = null;
    for (int i = Layout.MOST_PIECES - 1; i >= 0; i--) {
      var value = new Blob("msgpack", Bytes.owned(Arrays.copyOf(all, LIST - i * ITEM)));
      last = shelf.store(value, last);
      versions.add(last);
    }
    for (Content content : shelf.contents()) {
      packs.add(Packing.pack(content.toArray()));
    }
  }

  private Layout head() {
    return versions.get(versions.size() - 1);
  }

  /** The 790 KB are put together and verified. */
  @Benchmark
  public Object assembleHeadOf64Pieces() {
    return Layouts.value(head(), shelf).orElseThrow();
  }

  /** As a server that has nothing in memory: the 64 records are unpacked first. */
  @Benchmark
  public Object unpackAndAssembleHeadOf64Pieces() {
    int sum = 0;
    for (byte[] pack : packs) {
      sum += Packing.unpack(pack).length;
    }
    return Layouts.value(head(), shelf).orElseThrow().length() + sum;
  }

  /** Twenty versions, each told as a splice of the one after it. */
  @Benchmark
  public Object tellPageOf20() {
    List<Object> told = new ArrayList<>();
    for (int i = versions.size() - PAGE; i < versions.size(); i++) {
      told.add(Told.of(versions.get(i), versions.get(i - 1)).splice(shelf));
    }
    return told;
  }
}
