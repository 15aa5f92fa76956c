package dev.holdfast.server.wire;

import static dev.holdfast.server.support.Ops.op;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.server.support.Codec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadDecoderTest {

  private static Operation decoded(Format format, Map<String, @Nullable Object> operation) {
    byte[] body = Codec.write(format, Map.of("operations", List.of(operation)));
    return new BatchDecoder(Limits.DEFAULT)
        .decode(format, body, new TenantId("tenant"))
        .operations()
        .get(0);
  }

  private static boolean tuple(Format format, @Nullable Object... more) {
    Map<String, @Nullable Object> read = op("get_tuple", more);
    read.put("thread_id", "t");
    return ((Operation.GetTuple) decoded(format, read)).splices();
  }

  private static boolean list(Format format, @Nullable Object... more) {
    return ((Operation.ListHistory) decoded(format, op("list", more))).query().splices();
  }

  @ParameterizedTest
  @EnumSource
  void splicesComeOnlyToThoseWhoAskForThem(Format format) {
    assertThat(tuple(format, "splices", true)).isTrue();
    assertThat(list(format, "splices", true)).isTrue();
    assertThat(tuple(format, "splices", false)).isFalse();
    assertThat(list(format, "splices", null)).isFalse();
    assertThat(tuple(format)).isFalse();
    assertThat(list(format)).isFalse();
  }
}
