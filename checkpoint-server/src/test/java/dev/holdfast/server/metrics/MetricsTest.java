package dev.holdfast.server.metrics;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.splice;
import static dev.holdfast.server.support.Ops.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Store;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class MetricsTest {

  private static String scrape() {
    return new String(
        Client.json().with("Accept", "text/plain").get("/metrics").body(), StandardCharsets.UTF_8);
  }

  private static double sum(String scrape, String name, String... tags) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(name) && Arrays.stream(tags).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void operationsAreCountedByKindAndOutcome() {
    String before = scrape();
    String thread = fresh("metrics");
    Client.json().batch(put(thread, "1"), getTuple(thread), op("nope"), getTuple(""));
    Client.json().get("/v1/threads/" + thread + "/checkpoints/latest");
    String after = scrape();

    String count = "holdfast_operations_seconds_count";
    assertThat(grown(before, after, count, "op=\"put\"", "outcome=\"ok\"")).isEqualTo(1);
    assertThat(grown(before, after, count, "op=\"get_tuple\"", "outcome=\"ok\"")).isEqualTo(2);
    assertThat(grown(before, after, count, "outcome=\"unknown-operation\"")).isEqualTo(1);
    assertThat(grown(before, after, count, "outcome=\"invalid-identifier\"")).isEqualTo(1);
    assertThat(grown(before, after, "holdfast_group_commit_transactions_seconds_count"))
        .isEqualTo(1);
  }

  @Test
  void theStoreIsCountedForItself() {
    String before = scrape();
    List<String> place = List.of(fresh("metrics"));
    Client.json().batch(Store.store(Store.put(place, "k", Map.of()), Store.get(place, "k")));
    Client.json().batch(Store.store(Store.put(List.of(), "k", Map.of())));
    String after = scrape();

    String count = "holdfast_operations_seconds_count";
    assertThat(grown(before, after, count, "op=\"store\"", "outcome=\"ok\"")).isEqualTo(1);
    assertThat(grown(before, after, count, "outcome=\"invalid-namespace\"")).isEqualTo(1);
    assertThat(grown(before, after, "holdfast_store_commit_batches_sum")).isEqualTo(1);
    assertThat(grown(before, after, "holdfast_group_commit_transactions_seconds_count")).isZero();
  }

  @Test
  void commitsThatWritesSharedAreCounted() {
    String before = scrape();
    String thread = fresh("saved");
    Client.json().batch(put(thread, "1"), put(thread, "2"), put(thread, "3"));
    String after = scrape();

    assertThat(grown(before, after, "checkpoint_writes_saved_total", "by=\"commit\"")).isEqualTo(2);
  }

  @Test
  void rowsAndBytesThatAreNotWrittenAreCounted() {
    String before = scrape();
    String thread = fresh("volume");
    var text = Map.of("messages", value("a value that is repeated ".repeat(40)));
    Client.json()
        .batch(
            put(thread, "1", "values", text),
            put(thread, "2", "parent_checkpoint_id", "1", "values", text));
    String after = scrape();

    assertThat(grown(before, after, "checkpoint_writes_total")).isEqualTo(2);
    assertThat(grown(before, after, "checkpoint_write_rows_total")).isEqualTo(2);
    assertThat(grown(before, after, "checkpoint_write_statements_total")).isEqualTo(1);
    assertThat(grown(before, after, "checkpoint_writes_saved_total", "by=\"row\"")).isEqualTo(2);
    double represented = grown(before, after, "checkpoint_write_bytes_represented_total");
    double stored = grown(before, after, "checkpoint_write_bytes_stored_total");
    assertThat(represented).isGreaterThan(2000);
    assertThat(grown(before, after, "checkpoint_writes_saved_total", "by=\"byte\""))
        .isEqualTo(represented - stored);
  }

  @Test
  void whatTheCacheServesIsCounted() {
    String thread = fresh("cache");
    Client.json().batch(put(thread, "1"), put(thread, "2", "parent_checkpoint_id", "1"));
    String before = scrape();
    Client.json().batch(getTuple(thread));
    String after = scrape();

    String requests = "holdfast_cache_requests_total";
    assertThat(sum(after, "holdfast_cache_bytes")).isPositive();
    assertThat(grown(before, after, requests, "result=\"miss\"")).isZero();
  }

  @Test
  void bytesOfValuesAreCountedBySplicesAndWholes() {
    String before = scrape();
    String thread = fresh("bytes");
    byte[] checksum = Checksums.of(Bytes.utf8("value of 1")).bytes();
    Object splice =
        splice(Map.of("version", "1", "checksum", checksum), 10, checksum, List.of(0, 10));
    Client.json()
        .batch(
            put(thread, "1"),
            put(thread, "2", "parent_checkpoint_id", "1", "values", Map.of("messages", splice)),
            getTuple(thread));
    String after = scrape();

    String received = "checkpoint_value_bytes_received_total";
    String represented = "checkpoint_value_bytes_represented_total";
    assertThat(grown(before, after, received, "form=\"whole\"")).isEqualTo(10);
    assertThat(grown(before, after, received, "form=\"splice\"")).isPositive();
    assertThat(grown(before, after, represented, "direction=\"received\"")).isEqualTo(20);
    assertThat(grown(before, after, "checkpoint_value_bytes_sent_total", "form=\"whole\""))
        .isEqualTo(10);
    assertThat(grown(before, after, represented, "direction=\"sent\"")).isEqualTo(10);
  }

  private static double grown(String before, String after, String name, String... tags) {
    return sum(after, name, tags) - sum(before, name, tags);
  }

  @Test
  void theStateOfTheServerIsThere() {
    assertThat(scrape())
        .contains(
            "holdfast_backlog_rows 0.0", "holdfast_backlog_bytes 0.0", "jvm_memory_used_bytes");
  }

  @Test
  void thePoolIsNamedAndItsConnectionsAreNotCountedOneByOne() {
    Client.json().batch(getTuple("any"));

    assertThat(scrape())
        .contains("pool_name=\"holdfast\"")
        .doesNotContain("clientType=\"sql\"", "<default>");
  }

  @Test
  void metricsAreTextWhateverIsAskedFor() {
    assertThat(Client.json().get("/metrics").status()).isEqualTo(200);
  }
}
