package dev.holdfast.server.wire;

import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.splice;
import static dev.holdfast.server.support.Ops.utf8;
import static dev.holdfast.server.support.Ops.value;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.Splice;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.server.support.Codec;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpliceDecoderTest {

  private static final byte[] CHECKSUM =
      new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0};
  private static final Checksum READ = new Checksum(1L << 56, 2L << 56);
  private static final int MEBIBYTE = 1024 * 1024;
  private static final String AT = "/operations/0/values/messages";

  private static Operation decoded(Format format, Object value) {
    byte[] body =
        Codec.write(
            format,
            Map.of("operations", List.of(put("t", "1", "values", Map.of("messages", value)))));
    return new BatchDecoder(Limits.DEFAULT)
        .decode(format, body, new TenantId("tenant"))
        .operations()
        .get(0);
  }

  private static SentValue read(Format format, Object value) {
    Operation operation = decoded(format, value);
    assertThat(operation).isInstanceOf(Operation.Write.class);
    var put = (CheckpointPut) ((Operation.Write) operation).append();
    return requireNonNull(put.values().get(new ChannelName("messages")));
  }

  private static Failure failure(Format format, Object value) {
    Operation operation = decoded(format, value);
    assertThat(operation).isInstanceOf(Operation.Unreadable.class);
    return ((Operation.Unreadable) operation).failure();
  }

  @ParameterizedTest
  @EnumSource
  void aSpliceIsReadAsItWasMeant(Format format) {
    Object sent = splice(base(7), 12, CHECKSUM, List.of(0, 3), utf8("new"), List.of(3, 1 << 20));

    assertThat(read(format, sent))
        .isEqualTo(
            new SplicedValue(
                new KnownValue(ChannelVersion.of(7), READ),
                new Splice(
                    "msgpack",
                    List.of(
                        new Splice.Kept(0, 3),
                        new Splice.Fresh(Bytes.utf8("new")),
                        new Splice.Kept(3, 1 << 20)),
                    12,
                    READ)));
  }

  @ParameterizedTest
  @EnumSource
  void whetherItFitsItsBaseIsNotAskedHere(Format format) {
    Object overlapping = splice(base("7"), 0, CHECKSUM, List.of(9, 0), List.of(0, 64 * MEBIBYTE));
    Object most =
        splice(base(7), 64 * MEBIBYTE, CHECKSUM, Collections.nCopies(64, List.of(0, 1)).toArray());

    assertThat(read(format, splice(base(1.5), 0, CHECKSUM)).length()).isZero();
    assertThat(read(format, overlapping)).isInstanceOf(SplicedValue.class);
    assertThat(read(format, most).length()).isEqualTo(64 * MEBIBYTE);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        wrong(with("base", null), "/base"),
        wrong(with("base", 1), "/base"),
        wrong(with("base", Map.of("checksum", CHECKSUM)), "/base/version"),
        wrong(with("base", Map.of("version", List.of(), "checksum", CHECKSUM)), "/base/version"),
        wrong(with("base", Map.of("version", 1)), "/base/checksum"),
        wrong(with("base", Map.of("version", 1, "checksum", new byte[15])), "/base/checksum"),
        wrong(with("base", Map.of("version", 1, "checksum", new byte[17])), "/base/checksum"),
        wrong(with("base", Map.of("version", 1, "checksum", CHECKSUM, "x", 1)), "/base/x"),
        wrong(with("type", 1), "/type"),
        wrong(with("type", null), "/type"),
        wrong(with("parts", null), "/parts"),
        wrong(with("parts", Map.of()), "/parts"),
        wrong(with("parts", List.of(utf8("a"), 1)), "/parts/1"),
        wrong(with("parts", List.of(Map.of())), "/parts/0"),
        wrong(with("parts", List.of("not base64!")), "/parts/0"),
        wrong(with("parts", List.of(List.of())), "/parts/0"),
        wrong(with("parts", List.of(List.of(1))), "/parts/0"),
        wrong(with("parts", List.of(List.of(1, 2, 3))), "/parts/0"),
        wrong(with("parts", List.of(List.of(-1, 2))), "/parts/0"),
        wrong(with("parts", List.of(List.of(1, -2))), "/parts/0"),
        wrong(with("parts", List.of(List.of(1, 1.5))), "/parts/0"),
        wrong(with("parts", List.of(List.of("1", 1))), "/parts/0"),
        wrong(with("parts", List.of(List.of(1, BigInteger.TWO.pow(63)))), "/parts/0"),
        wrong(with("length", null), "/length"),
        wrong(with("length", -1), "/length"),
        wrong(with("length", "1"), "/length"),
        wrong(with("checksum", null), "/checksum"),
        wrong(with("checksum", 1), "/checksum"),
        wrong(with("checksum", new byte[0]), "/checksum"),
        wrong(with("bytes", new byte[1]), "/bytes"),
        wrong(Map.of("type", "msgpack", "parts", List.of()), "/base"),
        wrong(Map.of("type", "msgpack", "length", 1), "/bytes"));
  }

  private static Arguments wrong(Map<String, @Nullable Object> value, String pointer) {
    return Arguments.of(value, AT + pointer);
  }

  /** A right splice but for one field. */
  private static Map<String, @Nullable Object> with(String field, @Nullable Object value) {
    Map<String, @Nullable Object> splice =
        new HashMap<>(splice(base(1), 1, CHECKSUM, List.of(0, 1)));
    splice.put(field, value);
    return splice;
  }

  private static Map<String, Object> base(Object version) {
    return Map.of("version", version, "checksum", CHECKSUM);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsMalformedIsNamed(Map<String, @Nullable Object> value, String pointer) {
    for (Format format : Format.values()) {
      Failure failure = failure(format, value);

      assertThat(failure.code()).isEqualTo(Code.INVALID_REQUEST);
      assertThat(((Failure.Invalid) failure).pointer()).isEqualTo(pointer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRangeBeyondAnyBaseLeavesIt(Format format) {
    for (Object range :
        List.of(List.of(64 * MEBIBYTE + 1, 1), List.of(0, 1L << 40), List.of(Long.MAX_VALUE, 1))) {
      Failure failure = failure(format, with("parts", List.of(List.of(0, 1), range)));

      assertThat(failure.code()).isEqualTo(Code.INVALID_SPLICE);
      assertThat(((Failure.Invalid) failure).pointer()).isEqualTo(AT + "/parts/1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTooLargeNamesItsLimit(Format format) {
    byte[] large = new byte[32 * MEBIBYTE + 1];

    assertThat(limit(format, with("length", 64 * MEBIBYTE + 1))).isEqualTo("value_bytes");
    assertThat(limit(format, with("parts", List.of(large, List.of(0, 1), large))))
        .isEqualTo("value_bytes");
    assertThat(limit(format, with("parts", Collections.nCopies(65, List.of(0, 1)))))
        .isEqualTo("parts");
    assertThat(limit(format, with("type", "x".repeat(257)))).isEqualTo("type_bytes");
  }

  private static String limit(Format format, Map<String, @Nullable Object> value) {
    return ((Failure.LimitExceeded) failure(format, value)).limit();
  }

  @ParameterizedTest
  @EnumSource
  void onlyValuesOfCheckpointsAreSplices(Format format) {
    Object operation = put("t", "1", "skeleton", with("length", 1));
    byte[] body = Codec.write(format, Map.of("operations", List.of(operation)));

    Operation read =
        new BatchDecoder(Limits.DEFAULT)
            .decode(format, body, new TenantId("tenant"))
            .operations()
            .get(0);

    assertThat(read).isInstanceOf(Operation.Unreadable.class);
    assertThat(read(format, value("whole")).sentBytes()).isEqualTo(5);
  }
}
