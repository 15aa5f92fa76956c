package dev.holdfast.core.sharing;

import static dev.holdfast.core.sharing.Draws.noise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.Splice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A splice that does not give what it says is not stored, and leaves no trace. */
final class InvalidSpliceTest {
  private static final int LENGTH = 1000;
  private static final byte[] BASE = noise(1, LENGTH);

  private final Shelf shelf = new Shelf();
  private final Layout base = shelf.whole(BASE, null);

  @Test
  void aSpliceThatGivesWhatItSaysIsStored() {
    assertThat(shelf.value(shelf.spliced(Draws.splice(List.of(kept(5, 900)), BASE), base)))
        .isEqualTo(Arrays.copyOfRange(BASE, 5, 905));
  }

  @Test
  void anotherChecksumIsNotAccepted() {
    Splice right = Draws.splice(List.of(kept(0, 500)), BASE);
    Checksum sum = right.checksum();
    refuses(new Splice("msgpack", right.parts(), 500, new Checksum(sum.high(), sum.low() + 1)));
    refuses(new Splice("msgpack", right.parts(), 500, new Checksum(sum.high() + 1, sum.low())));
  }

  @Test
  void anotherLengthIsNotAccepted() {
    Splice right = Draws.splice(List.of(kept(0, 500)), BASE);
    refuses(new Splice("msgpack", right.parts(), 499, right.checksum()));
    refuses(new Splice("msgpack", right.parts(), 501, right.checksum()));
    refuses(new Splice("msgpack", right.parts(), -1, right.checksum()));
  }

  @Test
  void aRangeBeyondTheBaseIsNotAccepted() {
    refuses(saying(Arrays.copyOfRange(BASE, 900, 1001), kept(900, 101)));
    refuses(saying(new byte[10], kept(LENGTH, 10)));
    refuses(saying(new byte[10], kept(Integer.MAX_VALUE, 10)));
  }

  @Test
  void aRangeBeforeTheBaseIsNotAccepted() {
    refuses(saying(noise(2, 100), kept(-1, 100)));
  }

  @Test
  void aRangeWithoutBytesIsNotAccepted() {
    refuses(saying(Arrays.copyOf(BASE, 100), kept(0, 100), kept(100, 0)));
    refuses(saying(Arrays.copyOf(BASE, 90), kept(0, 100), kept(100, -10)));
  }

  @Test
  void rangesThatOverlapOrDescendAreNotAccepted() {
    refuses(Draws.splice(List.of(kept(0, 100), kept(99, 100)), BASE));
    refuses(Draws.splice(List.of(kept(500, 100), kept(0, 100)), BASE));
    refuses(Draws.splice(List.of(kept(0, 100), kept(0, 100)), BASE));
  }

  @Test
  void moreThan64PartsAreNotAccepted() {
    List<Splice.Part> parts = new ArrayList<>();
    for (int i = 0; i < Splice.MOST_PARTS; i++) {
      parts.add(kept(2 * i, 1));
    }
    shelf.spliced(Draws.splice(parts, BASE), base);
    parts.add(kept(LENGTH - 1, 1));
    refuses(Draws.splice(parts, BASE));
  }

  @Test
  void aValueOfMoreThan64MebibytesIsNotAccepted() {
    // Given
    int much = Splice.MOST_LENGTH;
    var fresh = new Splice.Fresh(Bytes.owned(new byte[much]));
    byte[] over = new byte[much + 1];
    over[much] = BASE[0];
    var splice = saying(over, fresh, kept(0, 1));

    // Then
    refuses(splice);
  }

  @Test
  void newBytesThatDoNotFitTogetherAreNotAccepted() {
    Splice.Part fresh = new Splice.Fresh(Bytes.utf8("fresh"));
    List<Splice.Part> parts = new ArrayList<>(Collections.nCopies(3, fresh));
    refuses(saying("freshfreshfresg".getBytes(UTF_8), parts.toArray(new Splice.Part[0])));
  }

  @Test
  void whatIsCutOffLeavesNoTrace() {
    // Given
    Content own = shelf.next();
    var sharing = new Sharing(shelf);
    own.add(Bytes.utf8("before"));
    var dropped =
        Draws.splice(List.of(kept(0, 900), new Splice.Fresh(Bytes.utf8("dropped"))), BASE);
    assertThat(sharing.spliced(dropped, base, own)).isPresent();
    assertThat(own.length()).isEqualTo("beforedropped".length());

    // When
    own.cut("before".length());
    Layout next = sharing.whole(Draws.blob(noise(3, 2000)), base, own);

    // Then
    assertThat(own.toArray()).isEqualTo(Draws.join("before".getBytes(UTF_8), noise(3, 2000)));
    assertThat(shelf.value(next)).isEqualTo(noise(3, 2000));
    assertThat(shelf.value(base)).isEqualTo(BASE);
  }

  private void refuses(Splice splice) {
    Content own = shelf.next();
    own.add(Bytes.utf8("before"));
    assertThat(new Sharing(shelf).spliced(splice, base, own)).isEmpty();
    assertThat(own.length()).isEqualTo("before".length());
  }

  private static Splice saying(byte[] value, Splice.Part... parts) {
    Bytes bytes = Bytes.owned(value);
    return new Splice("msgpack", List.of(parts), bytes.length(), Checksums.of(bytes));
  }

  private static Splice.Part kept(int offset, int length) {
    return new Splice.Kept(offset, length);
  }
}
