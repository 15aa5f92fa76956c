package dev.holdfast.server.wire;

import static dev.holdfast.server.support.Replies.SPLICE;
import static dev.holdfast.server.support.Replies.WHOLE;
import static dev.holdfast.server.support.Replies.page;
import static dev.holdfast.server.support.Replies.spliced;
import static dev.holdfast.server.support.Replies.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.usecase.Reply;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Contract;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpliceEncoderTest {

  private static JsonNode result(Format format, Reply reply) {
    JsonNode answer = Codec.read(format, ReplyEncoder.batch(format, List.of(reply), "0"));
    assertThat(Contract.errors("BatchAnswer", answer)).isEmpty();
    return answer.path("results").path(0);
  }

  private static void holdsTheSplice(JsonNode value) throws IOException {
    assertThat(value.size()).isEqualTo(5);
    assertThat(value.path("type").asText()).isEqualTo("msgpack");
    assertThat(value.path("parts").path(0)).asString().isEqualTo("[0,2]");
    assertThat(value.path("parts").path(1).binaryValue()).asString().isEqualTo("new!");
    assertThat(value.path("parts").path(2)).asString().isEqualTo("[70000,4]");
    assertThat(value.path("parts").size()).isEqualTo(3);
    assertThat(value.path("length").asInt()).isEqualTo(10);
    assertThat(HexFormat.of().formatHex(value.path("checksum").binaryValue()))
        .isEqualTo("00000000000000010000000000000002");
  }

  @ParameterizedTest
  @EnumSource
  void aSpliceOfATupleNamesTheKnownValueThatItIsMadeOf(Format format) throws IOException {
    JsonNode value = result(format, new Reply.Tuple(tuple(spliced()))).at("/tuple/values/messages");

    holdsTheSplice(value);
    assertThat(value.path("base").size()).isEqualTo(2);
    assertThat(value.path("base").path("version").isFloatingPointNumber()).isTrue();
    assertThat(value.path("base").path("version").doubleValue()).isEqualTo(1.5);
    assertThat(HexFormat.of().formatHex(value.path("base").path("checksum").binaryValue()))
        .isEqualTo("00000000000000030000000000000004");
  }

  @ParameterizedTest
  @EnumSource
  void aPageHoldsEachValueOnceAndItsTuplesNameItsPlace(Format format) throws IOException {
    var reply = new Reply.Page(page(new PageValue.Whole(WHOLE), new PageValue.Spliced(0, SPLICE)));

    JsonNode page = result(format, reply);

    assertThat(page.path("tuples").findValuesAsText("messages")).contains("0", "1");
    assertThat(page.at("/tuples/1/values/messages").isInt()).isTrue();
    assertThat(page.at("/tuples/1/values/messages").intValue()).isEqualTo(1);
    assertThat(page.at("/values/0/bytes").binaryValue()).asString().isEqualTo("whole");
    assertThat(page.at("/values/1/base").intValue()).isZero();
    holdsTheSplice(page.at("/values/1"));
  }

  @ParameterizedTest
  @EnumSource
  void peopleAreToldWholeValuesOnly(Format format) {
    JsonNode whole = Codec.read(format, ResourceEncoder.checkpoint(format, tuple(WHOLE)));
    JsonNode splice = Codec.read(format, ResourceEncoder.checkpoint(format, tuple(spliced())));
    PageValue first = new PageValue.Whole(WHOLE);
    PageValue second = new PageValue.Spliced(0, SPLICE);

    assertThat(Contract.errors("WholeTuple", whole)).isEmpty();
    assertThat(Contract.errors("WholeTuple", splice)).isNotEmpty();
    assertThat(Contract.errors("WholePage", checkpoints(format, first))).isEmpty();
    assertThat(Contract.errors("WholePage", checkpoints(format, first, second))).isNotEmpty();
  }

  private static JsonNode checkpoints(Format format, PageValue... values) {
    return Codec.read(format, ResourceEncoder.checkpoints(format, page(values)));
  }
}
