package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.fresh;
import static dev.holdfast.testkit.gen.Fixtures.kept;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.splice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.testkit.gen.Edits;
import dev.holdfast.testkit.gen.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A value that is sent as a splice of the parent's comes back byte for byte. */
public abstract class SpliceConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final int MEBIBYTE = 1024 * 1024;

  @Test
  void somethingAppended() {
    makes("0123456789", "0123456789ab", kept(0, 10), fresh("ab"));
  }

  @Test
  void anotherPrefix() {
    makes("0123456789", "header 3456789", fresh("header "), kept(3, 7));
  }

  @Test
  void aReplacedMiddle() {
    makes("0123456789", "012 mid 9", kept(0, 3), fresh(" mid "), kept(9, 1));
  }

  @Test
  void somethingTakenOut() {
    makes("0123456789", "0129", kept(0, 3), kept(9, 1));
  }

  @Test
  void rangesThatTouch() {
    makes("0123456789", "012345", kept(0, 3), kept(3, 3));
  }

  @Test
  void nothingLeft() {
    makes("0123456789", "");
  }

  @Test
  void nothingLeftOfNothing() {
    makes("", "");
  }

  @Test
  void somethingOutOfNothing() {
    makes("", "ab", fresh("a"), fresh("b"));
  }

  @Test
  void onlyNewBytes() {
    makes("0123456789", "ab", fresh("a"), fresh(""), fresh("b"));
  }

  @Test
  void theSameBytesAtANewVersion() {
    makes("0123456789", "0123456789", kept(0, 10));
  }

  @Test
  void asManyPartsAsThereMayBe() {
    List<Splice.Part> parts = new ArrayList<>();
    for (int i = 0; i < Splice.MOST_PARTS / 2; i++) {
      parts.add(kept(3 * i, 2));
      parts.add(fresh("-"));
    }
    makes("abc".repeat(32), "ab-".repeat(32), parts.toArray(new Splice.Part[0]));
  }

  @Test
  void aLongValue() {
    // Given
    byte[] noise = new byte[2 * MEBIBYTE];
    new Random(1).nextBytes(noise);
    var base = Held.of(1, new Blob("msgpack", Bytes.owned(noise)));
    commit(put(PLACE, "c1").value("a", base.version(), base.blob()));

    // When
    var parts =
        List.of(fresh("head"), kept(4, MEBIBYTE), kept(MEBIBYTE + 9, MEBIBYTE - 9), fresh("tail"));
    var edit = Edits.joined(base.blob(), "msgpack", parts);
    commit(put(PLACE, "c2").parent("c1").spliced("a", 2, base, edit.splice()));

    // Then
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), edit.value());
    assertThat(found(PLACE, "c1").values()).containsEntry(channel("a"), base.blob());
  }

  @Test
  void theCodecIsTheSplicesAndNotTheBases() {
    // Given
    var base = stored("0123456789");

    // When
    var result = new Blob("another codec", Bytes.utf8("0123456789"));
    commit(
        put(PLACE, "c2").parent("c1").spliced("a", 2, base, splice(result, List.of(kept(0, 10)))));

    // Then
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), result);
    assertThat(found(PLACE, "c1").values()).containsEntry(channel("a"), base.blob());
  }

  @Test
  void theBaseMayBeManyCheckpointsOld() {
    // Given
    var base = stored("0123456789");
    for (int i = 2; i < 40; i++) {
      var next = put(PLACE, "c" + (100 + i)).parent(i == 2 ? "c1" : "c" + (99 + i));
      commit(next.kept("a", 1).value("b", i, "value " + i));
    }

    // When
    var result = blob("0123456789!");
    var parts = List.of(kept(0, 10), fresh("!"));
    commit(put(PLACE, "c2").parent("c139").spliced("a", 2, base, splice(result, parts)));

    // Then
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), result);
  }

  @Test
  void aLongChainOfSplices() {
    // Given
    var held = stored("[");
    var text = new StringBuilder("[");

    // When
    for (int i = 2; i <= 150; i++) {
      text.append(i).append(", ");
      var next = blob(text.toString());
      var parts = List.of(kept(0, held.blob().length()), fresh(i + ", "));
      var put = put(PLACE, "c" + i).parent("c" + (i - 1));
      commit(put.spliced("a", i, held, splice(next, parts)));
      held = Held.of(i, next);
    }

    // Then
    assertThat(found(PLACE, "c150").values()).containsEntry(channel("a"), held.blob());
    assertThat(found(PLACE, "c77").values())
        .containsEntry(
            channel("a"), blob(text.substring(0, text.indexOf("77, ") + "77, ".length())));
  }

  @Test
  void manyChannelsOfOnePut() {
    // Given
    var a = Held.of(1, blob("aaa"));
    var b = Held.of(1, blob("bbb"));
    commit(put(PLACE, "c1").value("a", 1, "aaa").value("b", 1, "bbb").value("c", 1, "ccc"));

    // When
    var stored =
        commit(
            put(PLACE, "c2")
                .parent("c1")
                .spliced("a", 2, a, splice(blob("aa"), List.of(kept(1, 2))))
                .spliced("b", 2, b, splice(blob("bbb!"), List.of(kept(0, 3), fresh("!"))))
                .kept("c", 1)
                .value("d", 1, "whole"));

    // Then
    assertThat(stored.checksums())
        .containsOnlyKeys(channel("a"), channel("b"), channel("d"))
        .containsEntry(channel("a"), Checksums.of(blob("aa").bytes()));
    assertThat(found(PLACE, "c2").values())
        .isEqualTo(
            Map.of(
                channel("a"), blob("aa"),
                channel("b"), blob("bbb!"),
                channel("c"), blob("ccc"),
                channel("d"), blob("whole")));
  }

  private Held stored(String text) {
    commit(put(PLACE, "c1").value("a", 1, text));
    return Held.of(1, blob(text));
  }

  private void makes(String baseText, String text, Splice.Part... parts) {
    // Given
    var base = stored(baseText);

    // When
    var splice = splice(blob(text), List.of(parts));
    var stored = commit(put(PLACE, "c2").parent("c1").spliced("a", 2, base, splice));

    // Then
    assertThat(stored.checksums())
        .containsOnly(Map.entry(channel("a"), Checksums.of(blob(text).bytes())));
    assertThat(found(PLACE, "c2").values()).isEqualTo(Map.of(channel("a"), blob(text)));
    assertThat(found(PLACE, "c1").values()).isEqualTo(Map.of(channel("a"), base.blob()));
  }
}
