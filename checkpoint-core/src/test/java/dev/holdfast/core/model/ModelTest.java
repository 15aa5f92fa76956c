package dev.holdfast.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ModelTest {
  private static final CheckpointKey KEY =
      new CheckpointKey(
          new NamespaceKey(
              new ThreadKey(new TenantId("d"), new ThreadId("t")), new CheckpointNamespace("")),
          new CheckpointId("c1"));
  private static final ChannelName CHANNEL = new ChannelName("a");
  private static final Blob BLOB = new Blob("msgpack", Bytes.utf8("secret"));

  @Test
  void versionsDifferByTheirJsonType() {
    assertThat(ChannelVersion.of(1)).isNotEqualTo(ChannelVersion.of("1"));
    assertThat(ChannelVersion.of(1))
        .isNotEqualTo(new ChannelVersion(ChannelVersion.Kind.FLOAT, "1"));
    assertThat(ChannelVersion.of(Long.MIN_VALUE).text()).isEqualTo("-9223372036854775808");
  }

  @Test
  void aPutDoesNotChangeWithTheCollectionsItWasMadeFrom() {
    // Given
    Map<ChannelName, ChannelVersion> versions = new HashMap<>();
    Set<ChannelName> empty = new HashSet<>();
    Map<ChannelName, SentValue> values = new HashMap<>();
    var put =
        new CheckpointPut(
            KEY, null, versions, empty, values, CheckpointMetadata.EMPTY, BLOB, null, null);

    // When
    versions.put(CHANNEL, ChannelVersion.of(1));
    empty.add(CHANNEL);
    values.put(CHANNEL, BLOB);

    // Then
    assertThat(put.versions()).isEmpty();
    assertThat(put.empty()).isEmpty();
    assertThat(put.values()).isEmpty();
  }

  @Test
  void aCallDoesNotChangeWithTheListItWasMadeFrom() {
    // Given
    List<PendingWrite> writes = new ArrayList<>();
    var call = new WritesPut(KEY, writes, null, null);

    // When
    writes.add(new PendingWrite(new TaskId("task"), "", 0, CHANNEL, BLOB));

    // Then
    assertThat(call.writes()).isEmpty();
  }

  @Test
  void metadataKeepsNullsAndCannotBeChanged() {
    // Given
    Map<String, Object> entries = new HashMap<>();
    entries.put("none", null);
    var metadata = new CheckpointMetadata(entries);

    // When
    entries.put("late", 1);

    // Then
    assertThat(metadata.entries()).containsOnlyKeys("none");
    assertThatThrownBy(() -> metadata.entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void appendsWeighWhatTheyCarry() {
    // Given
    var put =
        new CheckpointPut(
            KEY,
            null,
            Map.of(CHANNEL, ChannelVersion.of(1)),
            Set.of(),
            Map.of(CHANNEL, BLOB),
            CheckpointMetadata.EMPTY,
            BLOB,
            null,
            null);
    var write = new PendingWrite(new TaskId("task"), "", 0, CHANNEL, BLOB);

    // When / Then
    assertThat(put.rows()).isEqualTo(2);
    assertThat(put.bytes()).isGreaterThanOrEqualTo(12);
    assertThat(new WritesPut(KEY, List.of(write, write), null, null).rows()).isEqualTo(2);
    assertThat(new WritesPut(KEY, List.of(write, write), null, null).bytes())
        .isGreaterThanOrEqualTo(12);
  }

  @Test
  void reservedIndexesAreSpecial() {
    assertThat(new PendingWrite(new TaskId("t"), "", -1, CHANNEL, BLOB).special()).isTrue();
    assertThat(new PendingWrite(new TaskId("t"), "", 0, CHANNEL, BLOB).special()).isFalse();
  }

  @Test
  void textForPeopleHoldsNoUserData() {
    assertThat(BLOB.toString()).doesNotContain("secret").contains("6 bytes");
    assertThat(new CheckpointMetadata(Map.of("user", "secret")).toString())
        .contains("user")
        .doesNotContain("secret");
  }
}
