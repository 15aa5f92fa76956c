package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.server.support.Store;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TtlDecoderTest {

  private static final Map<String, Object> VALUE = Map.of("a", 1);

  private static Map<String, @Nullable Object> put(@Nullable Object ttl) {
    Map<String, @Nullable Object> put = Store.put(List.of("a"), "k", VALUE);
    put.put("ttl", ttl);
    return put;
  }

  private static @Nullable Ttl read(Format format, @Nullable Object ttl) {
    return ((StoreOperation.Put) StoreParts.read(format, put(ttl))).ttl();
  }

  @ParameterizedTest
  @CsvSource({
    "1,60000000",
    "1.1,66000000",
    "0.02,1200000",
    "1.5,90000000",
    "0.1,6000000",
    "0.7,42000000",
    "4.35,261000000",
    "0.3333333333333333,20000000",
    "0.000000016666666,1",
    "1e-9,1",
    "5e-324,1",
    "525960000,31557600000000000",
    "525959999.99999994,31557599999999996"
  })
  void minutesAreExactToTheMicrosecond(BigDecimal minutes, long micros) {
    assertThat(read(Format.JSON, minutes)).isEqualTo(new Ttl(micros));
    assertThat(read(Format.MSGPACK, minutes.doubleValue())).isEqualTo(new Ttl(micros));
  }

  @Test
  void wholeMinutesAreIntegers() {
    assertThat(read(Format.JSON, 7)).isEqualTo(new Ttl(420_000_000));
    assertThat(read(Format.MSGPACK, 7)).isEqualTo(new Ttl(420_000_000));
  }

  @Test
  void withoutOneAnItemDoesNotExpire() {
    assertThat(read(Format.JSON, null)).isNull();
  }

  static Stream<Object> wrong() {
    return Stream.of(
        0,
        -1,
        -0.5,
        0.0,
        525_960_001,
        525_960_000.5,
        BigInteger.TEN.pow(400),
        Long.MAX_VALUE,
        true,
        "1",
        List.of(1),
        Map.of());
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void anotherTimeIsRefused(Object ttl) {
    assertThat(StoreParts.refusal(Format.JSON, put(ttl))).isEqualTo("invalid-request /ttl");
  }

  @Test
  void noTimeIsEndless() {
    for (double ttl :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(StoreParts.refusal(Format.MSGPACK, put(ttl))).isEqualTo("invalid-request /ttl");
    }
  }
}
