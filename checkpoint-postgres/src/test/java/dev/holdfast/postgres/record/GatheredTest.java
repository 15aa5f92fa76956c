package dev.holdfast.postgres.record;

import static dev.holdfast.postgres.record.StoredRecordTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GatheredTest {
  private static final ChannelName A = new ChannelName("a");
  private static final ChannelName B = new ChannelName("b");
  private static final Layout AT_ONE = layout(1, new Piece(1, 0, 3));
  private static final Layout AT_TWO = layout(2, new Piece(2, 0, 3), new Piece(1, 1, 1));

  private final Gathered gathered = new Gathered();

  @Test
  void whatIsNotHereIsMissing() {
    gathered.add(5, record(1, new byte[3], new Head(null, List.of())));
    assertThat(gathered.missing(Set.of(key(5, 1), key(5, 2), key(6, 1))))
        .containsExactlyInAnyOrder(key(5, 2), key(6, 1));
  }

  @Test
  void layoutsComeFromTheRecordAndFromItsHomes() {
    // Given
    gathered.add(
        5, record(1, new byte[3], new Head(state(Map.of(A, AT_ONE), Map.of()), List.of())));
    StoredState state = state(Map.of(B, AT_TWO), Map.of(A, 1L));

    // Then
    assertThat(Gathered.homes(5, state)).containsExactly(key(5, 1));
    assertThat(gathered.layouts(5, state)).isEqualTo(Map.of(A, AT_ONE, B, AT_TWO));
  }

  @Test
  void aHomeThatDoesNotTellTheLayoutIsAFault() {
    // Given
    gathered.add(
        5, record(1, new byte[3], new Head(state(Map.of(B, AT_ONE), Map.of()), List.of())));
    gathered.add(5, record(2, new byte[3], new Head(null, List.of())));

    // Then
    for (long home : new long[] {1, 2, 3}) {
      StoredState state = state(Map.of(), Map.of(A, home));
      assertThatIllegalStateException().isThrownBy(() -> gathered.layouts(5, state));
    }
  }

  @Test
  void ownersAreTheRecordsOfAllPieces() {
    assertThat(Gathered.owners(5, List.of(AT_ONE, AT_TWO)))
        .containsExactlyInAnyOrder(key(5, 1), key(5, 2));
  }

  @Test
  void bytesOfAnotherLifeAreOthers() {
    // Given
    gathered.add(5, record(1, new byte[] {1, 2, 3}, new Head(null, List.of())));
    gathered.add(6, record(1, new byte[] {4, 5, 6}, new Head(null, List.of())));

    // When
    byte[] target = new byte[4];
    gathered.contents(5).copy(new Piece(1, 1, 2), target, 0);
    gathered.contents(6).copy(new Piece(1, 1, 2), target, 2);

    // Then
    assertThat(target).containsExactly(2, 3, 5, 6);
  }

  @Test
  void bytesThatAreNotHereAreAFault() {
    assertThatIllegalStateException()
        .isThrownBy(() -> gathered.contents(5).copy(new Piece(1, 0, 1), new byte[1], 0));
  }

  private static StoredState state(Map<ChannelName, Layout> layouts, Map<ChannelName, Long> homes) {
    var version = ChannelVersion.of(1);
    Map<ChannelName, ChannelVersion> versions = new HashMap<>();
    layouts.keySet().forEach(channel -> versions.put(channel, version));
    homes.keySet().forEach(channel -> versions.put(channel, version));
    var skeleton = new StoredBlob("json", null);
    return new StoredState(versions, Set.of(), layouts, homes, skeleton, null, null);
  }

  private static Layout layout(long home, Piece... pieces) {
    int length = List.of(pieces).stream().mapToInt(Piece::length).sum();
    return new Layout("msgpack", length, new Checksum(home, 0), home, List.of(pieces));
  }

  private static RecordKey key(long incarnation, long number) {
    return new RecordKey(incarnation, number);
  }
}
