package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.server.support.Codec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TreeTest {

  private static final int DEPTH = 8;
  private static final int VALUES = 500;

  private static @Nullable Object read(Format format, byte[] body) {
    return Tree.read(format, body, DEPTH, Limits.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource
  void whatAnotherLibraryWritesIsReadAsItWasMeant(Format format) {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < VALUES; i++) {
      Object value = value(random, 0);

      assertThat(read(format, Codec.write(format, Arrays.asList(value))))
          .as("seed %d, value %d", seed, i)
          .isEqualTo(Arrays.asList(value));
    }
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth < DEPTH - 1 ? 9 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> new BigInteger(64, random).setBit(63);
      case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(20));
      case 5 -> text(random, random.nextInt(40));
      case 6 -> text(random, random.nextInt(random.nextInt(50) == 0 ? 70_000 : 300));
      case 7 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(text(random, 5), value(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random, int length) {
    return random
        .ints(length, 0, 0x11000)
        .map(c -> Character.isBmpCodePoint(c) && Character.isSurrogate((char) c) ? 'x' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest
  @CsvSource({
    "cc80,128",
    "cdffff,65535",
    "ceffffffff,4294967295",
    "cf000000000000000a,10",
    "d080,-128",
    "d18000,-32768",
    "d280000000,-2147483648",
    "d38000000000000000,-9223372036854775808",
    "ff,-1",
    "e0,-32",
    "7f,127"
  })
  void everyFormOfAnIntegerIsRead(String hex, long number) {
    assertThat(read(Format.MSGPACK, HexFormat.of().parseHex(hex))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"c403010203", "c50003010203", "c600000003010203"})
  void everyFormOfBytesIsRead(String hex) {
    assertThat(read(Format.MSGPACK, HexFormat.of().parseHex(hex))).isEqualTo(new byte[] {1, 2, 3});
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTooDeepIsLeftOutAndTheRestIsRead(Format format) {
    Object deep = List.of();
    for (int i = 0; i < 100; i++) {
      deep = i % 2 == 0 ? Map.of("k", deep, "other", List.of(1, "x")) : List.of(deep, 2);
    }

    Object read = read(format, Codec.write(format, List.of(deep, "after")));

    assertThat(read).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
    assertThat(read).asInstanceOf(InstanceOfAssertFactories.LIST).last().isEqualTo("after");
    assertThat(holdsTooDeep(read)).isTrue();
  }

  private static boolean holdsTooDeep(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(TreeTest::holdsTooDeep);
    } else if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(TreeTest::holdsTooDeep);
    }
    return value == Tree.TOO_DEEP;
  }

  @ParameterizedTest
  @EnumSource
  void cutOffAnywhereItIsMalformed(Format format) {
    byte[] whole =
        Codec.write(
            format, Map.of("text", "long enough".repeat(9), "list", List.of(1.5, -70_000, true)));

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(format, cut)).isInstanceOf(MalformedBody.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameGivenTwiceIsRefused(Format format) {
    byte[] twice =
        format == Format.JSON
            ? "{\"a\":1,\"a\":1}".getBytes(StandardCharsets.UTF_8)
            : HexFormat.of().parseHex("82a16101a16101");

    assertThatThrownBy(() -> read(format, twice)).isInstanceOf(Failure.Invalid.class);
  }
}
