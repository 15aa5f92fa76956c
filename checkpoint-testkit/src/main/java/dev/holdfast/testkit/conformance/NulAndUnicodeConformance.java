package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.floating;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.write;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.NamespaceKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Text of any kind comes back as it went in, and sorts by code points. */
public abstract class NulAndUnicodeConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  /** U+FFFF sorts before it by code points, and after it by UTF-16 units. */
  private static final String BEYOND_BMP = "\uD83D\uDE00";

  private static final List<String> AWKWARD =
      List.of(
          "it's",
          "\"quoted\"",
          "back\\slash",
          "{a,b}",
          "$1 %s ; --",
          "tab\t newline\n",
          "\u0001\u001f\u007f",
          "NULL",
          " leading and trailing ",
          "ümlaut e\u0301",
          BEYOND_BMP,
          "\uFFFF");

  @Test
  void awkwardIdentifiersNameWhatTheyName() {
    for (String text : AWKWARD) {
      // Given
      var place = place(text, text);
      var write = write(text, text, 0, text, text);

      // When
      commit(put(place, text).parent(text + "0").value(text, ChannelVersion.of(text), blob(text)));
      commit(writes(place, text).add(write));

      // Then
      var tuple = found(place, null);
      assertThat(tuple.row().key().place()).isEqualTo(place);
      assertThat(tuple.row().key().id()).isEqualTo(id(text));
      assertThat(tuple.row().parent()).isEqualTo(id(text + "0"));
      assertThat(tuple.row().versions()).containsEntry(channel(text), ChannelVersion.of(text));
      assertThat(tuple.values()).containsOnly(Map.entry(channel(text), blob(text)));
      assertThat(tuple.row().writes()).containsExactly(write);
    }
    assertThat(await(stores.reader().list(history().build())).checkpoints())
        .hasSize(AWKWARD.size());
  }

  @Test
  void theLatestIdIsTheGreatestByCodePoints() {
    // When
    commit(put(PLACE, "\uFFFF"));
    commit(put(PLACE, BEYOND_BMP));
    commit(put(PLACE, "a"));
    commit(put(PLACE, "Z"));

    // Then
    assertThat(found(PLACE, null).row().key().id()).isEqualTo(id(BEYOND_BMP));
    assertThat(
            await(stores.reader().list(history().build())).checkpoints().stream()
                .map(row -> row.key().id().value()))
        .containsExactly(BEYOND_BMP, "\uFFFF", "a", "Z");
    assertThat(await(stores.reader().list(history().before(BEYOND_BMP).build())).checkpoints())
        .hasSize(3);
  }

  @Test
  void writesSortByCodePoints() {
    // Given
    commit(put(PLACE, "c1"));

    // When
    commit(
        writes(PLACE, "c1")
            .add(write(BEYOND_BMP, "a", 0, "x", "4"))
            .add(write("\uFFFF", BEYOND_BMP, 0, "x", "3"))
            .add(write("\uFFFF", "\uFFFF", 0, "x", "2"))
            .add(write("", "c", 0, "x", "1"))
            .add(write("", "B", 0, "x", "0")));

    // Then
    assertThat(found(PLACE, "c1").row().writes())
        .extracting(row -> row.blob())
        .containsExactly(blob("0"), blob("1"), blob("2"), blob("3"), blob("4"));
  }

  @Test
  void versionsOfEveryFormComeBackEqual() {
    // Given
    var versions =
        List.of(
            ChannelVersion.of("00000001.0123"),
            ChannelVersion.of("\u0001\n\"'\\"),
            ChannelVersion.of(""),
            ChannelVersion.of(Long.MAX_VALUE),
            ChannelVersion.of(-1),
            new ChannelVersion(ChannelVersion.Kind.INTEGER, BigInteger.TEN.pow(40).toString()),
            floating("10000000000000000000000.0"),
            floating("0.1"));
    var put = put(PLACE, "c1");
    for (int i = 0; i < versions.size(); i++) {
      put.value("v" + i, versions.get(i), blob("value " + i));
    }

    // When
    commit(put);

    // Then
    var tuple = found(PLACE, "c1");
    for (int i = 0; i < versions.size(); i++) {
      assertThat(tuple.row().versions()).containsEntry(channel("v" + i), versions.get(i));
      assertThat(tuple.values()).containsEntry(channel("v" + i), blob("value " + i));
    }
  }

  @Test
  void numbersInMetadataComeBackWithTypeAndSign() {
    roundTrip(
        Arrays.asList(
            0,
            -0.0,
            0.0,
            1,
            1.0,
            1e22,
            BigInteger.TEN.pow(22),
            BigInteger.TEN.pow(400),
            Long.MIN_VALUE,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0.1,
            new BigDecimal("0.1000000000000000055511151231257827"),
            true,
            null));
  }

  @Test
  void textInMetadataComesBackWithNulAndSpecialCharacters() {
    // Given
    Map<String, @Nullable Object> texts = new LinkedHashMap<>();
    AWKWARD.forEach(text -> texts.put("key " + text, text));
    texts.put("nul", "a\0b");
    texts.put("key\0with nul", "\0");
    texts.put("escape", "a\\u0000b");
    texts.put("", "");

    // When / Then
    roundTrip(texts);
  }

  @Test
  void deepMetadataComesBack() {
    // Given
    Object deep = List.of();
    for (int i = 0; i < 30; i++) {
      deep = new ArrayList<>(Arrays.asList(Map.of("next", deep), null, i));
    }

    // When / Then
    roundTrip(deep);
  }

  @Test
  void anyCodecAndAnyBytesComeBack() {
    // Given
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    var odd = new Blob("", Bytes.owned(all));
    var odder = new Blob("msgpack+äes \"'\\😀", Bytes.EMPTY);

    // When
    commit(
        put(PLACE, "c1")
            .value("a", ChannelVersion.of(1), odd)
            .value("b", ChannelVersion.of(1), odder));

    // Then
    assertThat(found(PLACE, "c1").values())
        .containsEntry(channel("a"), odd)
        .containsEntry(channel("b"), odder);
  }

  private void roundTrip(Object value) {
    commit(put(PLACE, "c1").meta("value", value));

    assertThat(Json.same(found(PLACE, "c1").row().metadata().entries().get("value"), value))
        .as("%s comes back", value)
        .isTrue();
  }
}
