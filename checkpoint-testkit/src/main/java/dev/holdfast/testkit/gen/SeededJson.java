package dev.holdfast.testkit.gen;

import dev.holdfast.core.store.ItemValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random values of few keys and few scalars, so that filters meet what is stored. */
final class SeededJson {
  private static final int DEPTH = 3;

  /** No two are the same without U+0000: which of them a filter then sees is not said. */
  private static final List<String> KEYS =
      List.of("a", "b", "a.b", "0", "", "nul\0", "$.a", "\uD83D\uDE00");

  private static final List<@Nullable Object> SCALARS =
      Arrays.asList(
          null,
          true,
          false,
          0,
          -0.0,
          1,
          1.0,
          2,
          10,
          9.5,
          0.1,
          new BigDecimal("0.1000000000000000055511151231257827"),
          9007199254740993L,
          9007199254740992.0,
          BigInteger.TEN.pow(400),
          "",
          "1",
          "10",
          "9",
          "a",
          "A",
          "a\0",
          "ä",
          "true",
          "null",
          "\uFFFF",
          "\uD83D\uDE00");

  private final Random random;

  SeededJson(Random random) {
    this.random = random;
  }

  ItemValue value() {
    return new ItemValue(object(0));
  }

  String key() {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  @Nullable Object scalar() {
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  @Nullable Object any(int depth) {
    int dice = random.nextInt(10);
    if (depth >= DEPTH || dice < 6) {
      return scalar();
    }
    return dice < 8 ? list(depth) : object(depth);
  }

  private List<@Nullable Object> list(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(any(depth + 1));
    }
    return list;
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.put(key(), any(depth + 1));
    }
    return object;
  }
}
