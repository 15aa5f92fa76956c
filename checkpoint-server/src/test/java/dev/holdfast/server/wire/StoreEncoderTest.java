package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.core.index.IndexBacklog;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Contract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreEncoderTest {

  private static final StoreNamespace PLACE = new StoreNamespace(List.of("users", "1"));
  private static final StoreItem ITEM =
      new StoreItem(
          new ItemKey(PLACE, "k"),
          new ItemValue(Map.of("n", 1L)),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-02T03:04:05.123456Z"),
          true);

  @ParameterizedTest
  @EnumSource
  void eachPartHasItsResult(Format format) {
    List<StoreResult> results =
        List.of(
            new StoreResult.Found(ITEM),
            new StoreResult.Found(null),
            new StoreResult.Items(List.of(ITEM)),
            new StoreResult.Items(List.of()),
            new StoreResult.Stored(),
            new StoreResult.Namespaces(List.of(PLACE)));

    JsonNode answer =
        Codec.read(
            format,
            ReplyEncoder.batch(format, List.of(new Reply.Store(results)), "0123456789abcdef"));

    JsonNode read = answer.at("/results/0/results");
    assertThat(Contract.errors("BatchAnswer", answer)).isEmpty();
    assertThat(read).hasSize(6);
    assertThat(read.path(1).isNull() && read.path(4).isNull()).isTrue();
    assertThat(read.at("/2/0/score").isNull()).isTrue();
    assertThat(read.at("/2/0/key").asText()).isEqualTo("k");
    assertThat(read.path(3)).isEmpty();
    assertThat(read.path(5)).hasToString("[[\"users\",\"1\"]]");
  }

  @Test
  void anItemIsWrittenAsPythonReadsIt() {
    assertThat(Codec.read(Format.JSON, StoreEncoder.item(Format.JSON, new StoreResult.Found(ITEM))))
        .hasToString(
            "{\"namespace\":[\"users\",\"1\"],\"key\":\"k\",\"value\":{\"n\":1},"
                + "\"created_at\":\"2026-01-01T00:00:00.000000+00:00\","
                + "\"updated_at\":\"2026-01-02T03:04:05.123456+00:00\"}");
  }

  @ParameterizedTest
  @EnumSource
  void theSdkFindsWhatItReads(Format format) {
    var items = StoreEncoder.items(format, new StoreResult.Items(List.of(ITEM)));
    var namespaces = StoreEncoder.namespaces(format, new StoreResult.Namespaces(List.of(PLACE)));
    var nothing = StoreEncoder.item(format, new StoreResult.Found(null));

    assertThat(Contract.errors("FoundItems", Codec.read(format, items))).isEmpty();
    assertThat(Contract.errors("FoundNamespaces", Codec.read(format, namespaces))).isEmpty();
    assertThat(Codec.read(format, nothing).isNull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatAQueryFindsHasScoresAndTellsWhatWaits(Format format) {
    var found =
        new StoreResult.Items(List.of(ITEM), List.of(0.75))
            .behind(new IndexBacklog(true, 3, Duration.ofMillis(1500)));
    List<StoreResult> results = List.of(new StoreResult.Stored(true), found);

    JsonNode batch =
        Codec.read(
            format,
            ReplyEncoder.batch(format, List.of(new Reply.Store(results)), "0123456789abcdef"));
    JsonNode alone = Codec.read(format, StoreEncoder.items(format, found));

    assertThat(Contract.errors("BatchAnswer", batch)).isEmpty();
    assertThat(Contract.errors("FoundItems", alone)).isEmpty();
    assertThat(batch.at("/results/0/results/0")).hasToString("{\"indexed\":false}");
    assertThat(batch.at("/results/0/results/1/0/score").asDouble()).isEqualTo(0.75);
    assertThat(batch.at("/results/0/index")).hasToString("{\"waiting\":3,\"oldest_ms\":1500}");
    assertThat(alone.path("index")).isEqualTo(batch.at("/results/0/index"));
  }
}
