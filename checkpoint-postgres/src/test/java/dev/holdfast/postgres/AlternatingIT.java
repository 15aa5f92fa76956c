package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.Edits;
import dev.holdfast.testkit.gen.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers with memories of their own take turns at one thread whose value grows. */
final class AlternatingIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final int VERSIONS = 120;

  @Test
  void eachBuildsOnWhatTheOtherStored() {
    // Given
    List<Stores> servers =
        List.of(POSTGRES.empty(), POSTGRES.replica(), POSTGRES.replica(new RecordCache(2000)));
    var random = new Random(1);
    List<Blob> values = new ArrayList<>();

    // When
    for (Edits.Edit edit : new Edits(random).growing(VERSIONS)) {
      int i = values.size();
      Stores server = servers.get(random.nextInt(servers.size()));
      var put = put(PLACE, "c%03d".formatted(i));
      if (i == 0) {
        put.value("a", Held.of(i, edit.value()).version(), edit.value());
      } else {
        put.parent("c%03d".formatted(i - 1));
        put.spliced("a", i, Held.of(i - 1, values.get(i - 1)), edit.splice());
      }
      var outcome = Await.result(server.writer().write(List.of(put.build()))).get(0);
      assertThat(outcome).as("version %s", i).isInstanceOf(Outcome.Done.class);
      values.add(edit.value());
    }

    // Then
    for (Stores server : servers) {
      for (int i = 0; i < VERSIONS; i++) {
        var found = server.reader().find(PLACE, id("c%03d".formatted(i)), Map.of(), false);
        assertThat(Await.result(found).orElseThrow().values())
            .isEqualTo(Map.of(channel("a"), values.get(i)));
      }
    }
  }
}
