package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.encoded;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.splice;
import static dev.holdfast.server.support.Ops.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.sharing.Checksums;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that travel as splices; what they are made of is the store's, and so are its tests. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class SplicesTest {

  private static final int SIZE = 50_000;
  private static final int LESS_THAN_BOTH = 80_000;
  private static final byte[] FIRST = random(SIZE);
  private static final byte[] SECOND = joined(part(0, 20_000), utf8("new"), part(30_000, 20_000));

  private final String thread = fresh("splices");

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] part(int offset, int length) {
    return Arrays.copyOfRange(FIRST, offset, offset + length);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] checksum(byte[] value) {
    return Checksums.of(Bytes.owned(value)).bytes();
  }

  private static Map<String, Object> known(String version, byte[] value) {
    return Map.of("version", version, "checksum", checksum(value));
  }

  private Map<String, @Nullable Object> first() {
    Object whole = Map.of("type", "msgpack", "bytes", FIRST);
    return put(thread, "1", "values", Map.of("messages", whole));
  }

  /** A child of the first checkpoint with {@code value}. */
  private Map<String, @Nullable Object> child(String id, Object value) {
    return put(thread, id, "parent_checkpoint_id", "1", "values", Map.of("messages", value));
  }

  private static Object second() {
    return splice(
        known("1", FIRST),
        SECOND.length,
        checksum(SECOND),
        List.of(0, 20_000),
        utf8("new"),
        List.of(30_000, 20_000));
  }

  /** The value that an answer tells. */
  private static byte[] told(JsonNode value, byte[] base) throws IOException {
    if (value.has("bytes")) {
      return value.path("bytes").binaryValue();
    }
    var all = new ByteArrayOutputStream();
    for (JsonNode part : value.path("parts")) {
      if (part.isArray()) {
        all.write(base, part.path(0).intValue(), part.path(1).intValue());
      } else {
        all.writeBytes(part.binaryValue());
      }
    }
    assertThat(all.size()).isEqualTo(value.path("length").intValue());
    assertThat(checksum(all.toByteArray())).isEqualTo(value.path("checksum").binaryValue());
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void aSpliceIsReadWholeByThoseWhoDoNotAskForSplices(Format format) throws IOException {
    Answer answer = Client.of(format).batch(first(), child("2", second()), getTuple(thread));

    JsonNode value = answer.result(2).at("/tuple/values/messages");
    assertThat(answer.result(1).path("status").asText()).isEqualTo("inserted");
    assertThat(answer.result(1).at("/checksums/messages").binaryValue())
        .isEqualTo(checksum(SECOND));
    assertThat(value.path("type").asText()).isEqualTo("msgpack");
    assertThat(value.path("bytes").binaryValue()).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void aSpliceOfAnotherValueThanTheParentsIsAskedForWhole(Format format) {
    var client = Client.of(format);
    Object base = known("1", utf8("another"));
    Object value = splice(base, 1, checksum(part(0, 1)), List.of(0, 1));

    Answer answer = client.batch(first(), child("2", value), getTuple(thread));

    JsonNode problem = answer.result(1).path("problem");
    assertThat(problem.path("code").asText()).isEqualTo("base-unknown");
    assertThat(problem.path("retry").asText()).isEqualTo("check_first");
    assertThat(problem.path("missing")).asString().isEqualTo("[\"messages\"]");
    assertThat(answer.result(2).at("/tuple/checkpoint_id").asText()).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource
  void aSpliceThatDoesNotGiveItsValueIsRefused(Format format) {
    byte[] right = checksum(part(0, 9));
    Object base = known("1", FIRST);
    List<Object> wrong = new ArrayList<>();
    wrong.add(splice(base, 9, checksum(FIRST), List.of(0, 9)));
    wrong.add(splice(base, 8, right, List.of(0, 9)));
    wrong.add(splice(base, 9, right, List.of(0, 9), List.of(9, 0)));
    wrong.add(splice(base, 9, right, List.of(0, 5), List.of(4, 4)));
    wrong.add(splice(base, 9, right, List.of(SIZE - 8, 9)));
    wrong.add(splice(base, 9, right, List.of(64 << 20, 64 << 20)));
    wrong.add(splice(base, 9, right, List.of(1L << 40, 9)));

    for (Object value : wrong) {
      Answer answer = Client.of(format).batch(first(), child("2", value), getTuple(thread));

      JsonNode problem = answer.result(1).path("problem");
      assertThat(problem.path("code").asText()).as("%s", value).isEqualTo("invalid-splice");
      assertThat(problem.path("pointer").asText()).startsWith("/operations/1/values/messages");
      assertThat(answer.result(2).at("/tuple/checkpoint_id").asText()).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTupleMayBeToldAsSplicesOfWhatIsKnown(Format format) throws IOException {
    Map<String, @Nullable Object> read = getTuple(thread);
    read.put("known", Map.of("messages", known("1", FIRST)));
    read.put("splices", true);

    JsonNode value =
        Client.of(format)
            .batch(first(), child("2", second()), read)
            .result(2)
            .at("/tuple/values/messages");

    if (value.has("base")) {
      assertThat(value.at("/base/version").asText()).isEqualTo("1");
      assertThat(value.at("/base/checksum").binaryValue()).isEqualTo(checksum(FIRST));
    }
    assertThat(told(value, FIRST)).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource
  void aPageIsToldAsSplicesOfItsOwnValues(Format format) throws IOException {
    Answer answer =
        Client.of(format)
            .batch(
                first(),
                child("2", second()),
                op("list", "thread_id", thread, "max_bytes", LESS_THAN_BOTH, "splices", true),
                op("list", "thread_id", thread, "max_bytes", LESS_THAN_BOTH));

    JsonNode page = answer.result(2);
    List<byte[]> values = new ArrayList<>();
    for (JsonNode value : page.path("values")) {
      values.add(
          told(value, value.has("base") ? values.get(value.path("base").intValue()) : FIRST));
    }
    assertThat(values.get(page.at("/tuples/0/values/messages").intValue())).isEqualTo(SECOND);
    assertThat(values.get(page.at("/tuples/1/values/messages").intValue())).isEqualTo(FIRST);
    assertThat(page.path("values").findValues("base")).hasSize(1);
    assertThat(answer.result(3).path("tuples").size()).isEqualTo(1);
  }

  @Test
  void peopleReadWholeValues() throws IOException {
    Client.json().batch(first(), child("2", second()));
    String path = "/v1/threads/" + encoded(thread) + "/checkpoints";

    JsonNode latest = Client.json().get(path + "/latest").tree();
    JsonNode page = Client.json().get(path).tree();

    assertThat(latest.at("/values/messages/bytes").binaryValue()).isEqualTo(SECOND);
    assertThat(page.path("values").findValues("bytes")).hasSize(2);
    assertThat(page.path("values").findValues("base")).isEmpty();
  }
}
