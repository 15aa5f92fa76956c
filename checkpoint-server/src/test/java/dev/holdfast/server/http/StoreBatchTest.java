package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Store.get;
import static dev.holdfast.server.support.Store.part;
import static dev.holdfast.server.support.Store.put;
import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Ops;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation {@code store}, against Postgres. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class StoreBatchTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String root = fresh("user ü");
  private final List<String> place = List.of(root, "facts");

  /** The results of one batch of the store. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  private static JsonNode run(Format format, Map<String, ? extends @Nullable Object>... parts) {
    Answer answer = Client.of(format).batch(store(parts));
    assertThat(answer.result().path("problem").isMissingNode())
        .as(answer.tree().toString())
        .isTrue();
    return answer.result().path("results");
  }

  @ParameterizedTest
  @EnumSource
  void anItemComesBackAsItWasPut(Format format) {
    var value = Map.of("name", "Alice", "score", 1.5, "tags", List.of("a", 1, true));
    JsonNode stored = run(format, put(place, "k", value));
    JsonNode item = run(format, get(place, "k")).path(0);

    assertThat(stored.path(0).isNull()).isTrue();
    assertThat(item.path("namespace")).extracting(JsonNode::asText).containsExactly(root, "facts");
    assertThat(item.path("key").asText()).isEqualTo("k");
    assertThat(item.path("value").path("score").asDouble()).isEqualTo(1.5);
    assertThat(item.path("value").path("tags")).hasSize(3);
    assertThat(OffsetDateTime.parse(item.path("created_at").asText()))
        .isEqualTo(OffsetDateTime.parse(item.path("updated_at").asText()));
  }

  @ParameterizedTest
  @EnumSource
  void readsSeeWhatWasThereBeforeThePutsAndTheLastPutWins(Format format) {
    JsonNode first =
        run(
            format,
            put(place, "k", Map.of("v", 1)),
            get(place, "k"),
            put(place, "k", Map.of("v", 2)));
    JsonNode second = run(format, put(place, "k", null), get(place, "k"));
    JsonNode third = run(format, get(place, "k"), search(place));

    assertThat(first).allMatch(JsonNode::isNull);
    assertThat(second.path(1).path("value").path("v").asInt()).isEqualTo(2);
    assertThat(third.path(0).isNull()).isTrue();
    assertThat(third.path(1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void itemsAreFoundByPrefixAndFilterNewestFirst(Format format) {
    run(format, put(place, "a", Map.of("n", 9)), put(List.of(root + "x"), "d", Map.of("n", 100)));
    run(format, put(place, "b", Map.of("n", 10, "s", "x")));
    run(format, put(List.of(root, "more"), "c", Map.of("n", 100, "s", "y")));

    JsonNode found =
        run(
            format,
            search(List.of(root)),
            search(List.of(root), "filter", Map.of("n", Map.of("$gt", 9, "$lte", 100))),
            search(List.of(root), "filter", Map.of("s", Map.of("$ne", "x"))),
            search(List.of(root), "limit", 1, "offset", 1),
            search(place, "limit", 0));

    assertThat(found.path(0).findValuesAsText("key")).containsExactly("c", "b", "a");
    assertThat(found.path(1).findValuesAsText("key")).containsExactly("c", "b");
    assertThat(found.path(2).findValuesAsText("key")).containsExactly("c", "a");
    assertThat(found.path(3).findValuesAsText("key")).containsExactly("b");
    assertThat(found.path(4)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void namespacesAreListed(Format format) {
    run(
        format,
        put(List.of(root, "a", "x"), "k", Map.of()),
        put(List.of(root, "b", "x"), "k", Map.of()),
        put(List.of(root, "b", "y"), "k", Map.of()));
    var below = Map.of("match_type", "prefix", "path", List.of(root));
    var ending = Map.of("match_type", "suffix", "path", List.of("*", "x"));

    JsonNode found =
        run(
            format,
            part("list_namespaces", "match_conditions", List.of(below), "max_depth", 2),
            part("list_namespaces", "match_conditions", List.of(below, ending)));

    assertThat(found.path(0)).hasSize(2);
    assertThat(found.path(0).path(1).path(1).asText()).isEqualTo("b");
    assertThat(found.path(1))
        .extracting(labels -> labels.path(1).asText())
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource
  void aPartThatIsRefusedTakesTheOthersWithIt(Format format) {
    Answer answer =
        Client.of(format)
            .batch(
                store(put(place, "k", Map.of()), put(List.of("langgraph"), "k", Map.of())),
                Ops.getTuple(fresh("none")));

    JsonNode problem = answer.result().path("problem");
    assertThat(problem.path("code").asText()).isEqualTo("invalid-namespace");
    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("pointer").asText()).isEqualTo("/operations/0/parts/1/namespace/0");
    assertThat(answer.result(1).path("tuple").isNull()).isTrue();
    assertThat(run(format, get(place, "k")).path(0).isNull()).isTrue();
  }

  @Test
  void filtersAndQueriesThatCannotBeAnsweredSaySo() {
    Answer answer =
        Client.json()
            .batch(
                store(search(place, "filter", Map.of("k", Map.of("$like", "a%")))),
                store(search(place, "query", "what do I like?")));

    assertThat(answer.tree().findValuesAsText("code"))
        .containsExactly("invalid-filter", "not-indexed");
    assertThat(answer.tree().findValuesAsText("pointer"))
        .containsExactly("/operations/0/parts/0/filter/k/$like", "/operations/1/parts/0/query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k'; drop table holdfast.threads; --",
        "' or true --",
        "$1",
        "a->>'b'",
        "\"",
        "\\",
        "%"
      })
  void whatLooksLikeSqlIsAName(String odd) {
    run(
        Format.JSON,
        put(List.of(root, "o"), odd, Map.of(odd, odd)),
        put(place, "k", Map.of("a", 1)));

    JsonNode found =
        run(
            Format.JSON,
            get(List.of(root, "o"), odd),
            search(List.of(root), "filter", Map.of(odd, odd)),
            search(List.of(root), "filter", Map.of(odd, Map.of("$exists", true))),
            search(List.of(root, odd)));

    assertThat(found.path(0).path("value").path(odd).asText()).isEqualTo(odd);
    assertThat(found.path(1).findValuesAsText("key")).containsExactly(odd);
    assertThat(found.path(2).findValuesAsText("key")).containsExactly(odd);
    assertThat(found.path(3)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatHasExpiredIsNotFound(Format format) {
    Map<String, @Nullable Object> put = put(place, "k", Map.of("a", 1));
    put.put("ttl", 0.001);
    Map<String, @Nullable Object> get = get(place, "k");
    get.put("refresh_ttl", false);

    run(format, put, put(place, "stays", Map.of()));

    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!run(format, get).path(0).isNull()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    assertThat(run(format, search(place)).path(0).findValuesAsText("key")).containsExactly("stays");
  }

  @Test
  void nulInAValueComesBack() {
    run(Format.MSGPACK, put(place, "k", Map.of("a\0b", "c\0")));

    JsonNode value = run(Format.MSGPACK, get(place, "k")).path(0).path("value");

    assertThat(value.path("a\0b").asText()).isEqualTo("c\0");
  }
}
