package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.fresh;
import static dev.holdfast.testkit.gen.Fixtures.kept;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.sized;
import static dev.holdfast.testkit.gen.Fixtures.splice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.testkit.gen.Held;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A splice that does not give the value that it says is refused, and nothing of its put stays.
 *
 * <p>Where there is a result, its length and checksum are right: only the parts are not.
 */
public abstract class InvalidSpliceConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final String TEXT = "0123456789";
  private static final Held BASE = Held.of(1, blob(TEXT));

  @BeforeEach
  final void storeTheBase() {
    commit(put(PLACE, "c1").value("a", 1, TEXT).value("blank", 1, ""));
  }

  @Test
  void anotherChecksum() {
    invalid(splice(blob("0123"), List.of(kept(0, 3), fresh("4"))));
    invalid(new Splice("msgpack", List.of(), 0, Checksums.of(blob("x").bytes())));
  }

  @Test
  void anotherLength() {
    var checksum = Checksums.of(blob("0123").bytes());
    for (int length : new int[] {3, 5, 0, -1, -4, Integer.MAX_VALUE}) {
      invalid(new Splice("msgpack", List.of(kept(0, 4)), length, checksum));
    }
  }

  @Test
  void anEmptyRange() {
    invalid(splice(blob("01"), List.of(kept(0, 2), kept(4, 0))));
    invalid(splice(blob("01"), List.of(kept(0, 0), fresh("01"))));
  }

  @Test
  void aRangeOfNegativeLength() {
    invalid(splice(blob("01"), List.of(kept(0, 2), kept(4, -1), fresh(""))));
    invalid(splice(blob(""), List.of(kept(1, -1), fresh("0"))));
  }

  @Test
  void aRangeThatBeginsBeforeTheBase() {
    invalid(splice(blob("0123"), List.of(kept(-1, 4))));
    invalid(splice(blob("0"), List.of(kept(Integer.MIN_VALUE, 1))));
  }

  @Test
  void aRangeThatEndsBeyondTheBase() {
    invalid(splice(blob(TEXT + "0"), List.of(kept(0, 11))));
    invalid(splice(blob("9."), List.of(kept(9, 2))));
    invalid(splice(blob("."), List.of(kept(10, 1))));
    invalid(splice(blob("."), List.of(kept(Integer.MAX_VALUE, 1))));
  }

  @Test
  void rangesSoLongThatTheirSumIsNot() {
    invalid(splice(blob("0"), List.of(kept(1, Integer.MAX_VALUE))));
    invalid(
        splice(
            blob(""),
            List.of(kept(0, Integer.MAX_VALUE), kept(1, Integer.MAX_VALUE), fresh("01"))));
  }

  @Test
  void anyRangeOfAnEmptyBase() {
    // Given
    var blank = Held.of(1, blob(""));
    var splice = splice(blob("."), List.of(kept(0, 1)));

    // When
    var put = put(PLACE, "c2").parent("c1").spliced("blank", 2, blank, splice).build();

    // Then
    assertThat(((Failure.InvalidSplice) refused(group(put).get(0))).channel())
        .isEqualTo(channel("blank"));
  }

  @Test
  void rangesThatOverlap() {
    invalid(splice(blob("012234"), List.of(kept(0, 3), kept(2, 3))));
    invalid(splice(blob("0101"), List.of(kept(0, 2), kept(0, 2))));
    invalid(splice(blob("012345-34"), List.of(kept(0, 6), fresh("-"), kept(3, 2))));
  }

  @Test
  void rangesThatDescend() {
    invalid(splice(blob("5601"), List.of(kept(5, 2), kept(0, 2))));
    invalid(splice(blob("56-34"), List.of(kept(5, 2), fresh("-"), kept(3, 2))));
  }

  @Test
  void tooManyParts() {
    List<Splice.Part> parts = Collections.nCopies(Splice.MOST_PARTS + 1, fresh("x"));
    invalid(splice(blob("x".repeat(parts.size())), parts));
  }

  @Test
  void aValueOverTheLimit() {
    var most = sized(Limits.DEFAULT.valueBytes());
    var more = sized(Limits.DEFAULT.valueBytes() + 1);
    invalid(splice(more, List.of(new Splice.Fresh(most.bytes()), fresh("\0"))));
  }

  @Test
  void evenIfTheVersionIsStored() {
    // Given
    var bad = splice(blob("9876"), List.of(kept(0, 4)));
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "own"));
    var before = found(PLACE, "c2");

    // When
    var outcomes =
        group(
            put(PLACE, "c3").parent("c1").spliced("a", 1, BASE, bad).build(),
            put(PLACE, "c2").parent("c1").spliced("a", 2, BASE, bad).skeleton("new").build());

    // Then
    assertThat(refused(outcomes.get(0))).isInstanceOf(Failure.InvalidSplice.class);
    assertThat(refused(outcomes.get(1))).isInstanceOf(Failure.InvalidSplice.class);
    assertThat(find(PLACE, "c3")).isEmpty();
    assertThat(found(PLACE, "c2")).isEqualTo(before);
  }

  private void invalid(Splice splice) {
    var put = put(PLACE, "c2").parent("c1").value("b", 1, "x").spliced("a", 2, BASE, splice);
    var failure = refused(group(put.build()).get(0));
    assertThat(failure).as("%s", splice).isInstanceOf(Failure.InvalidSplice.class);
    assertThat(((Failure.InvalidSplice) failure).channel()).isEqualTo(channel("a"));
    assertThat(find(PLACE, "c2")).isEmpty();
  }
}
