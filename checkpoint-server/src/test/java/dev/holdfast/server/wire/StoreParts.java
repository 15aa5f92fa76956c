package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the decoder makes of a part of a batch of a store. */
final class StoreParts {

  private StoreParts() {}

  private static Operation operation(Format format, Map<String, @Nullable Object> part) {
    byte[] body = Codec.write(format, Map.of("operations", List.of(Store.store(part))));
    return new BatchDecoder(Limits.DEFAULT)
        .decode(format, body, new TenantId("tenant"))
        .operations()
        .get(0);
  }

  static StoreOperation read(Format format, Map<String, @Nullable Object> part) {
    Operation operation = operation(format, part);
    assertThat(operation).isInstanceOf(Operation.Store.class);
    return ((Operation.Store) operation).parts().get(0);
  }

  static Failure failure(Format format, Map<String, @Nullable Object> part) {
    Operation operation = operation(format, part);
    assertThat(operation).isInstanceOf(Operation.Unreadable.class);
    assertThat(operation.kind()).isEqualTo("store");
    return ((Operation.Unreadable) operation).failure();
  }

  /** Code and pointer of a failure, as {@code invalid-request /do}; the pointer within the part. */
  static String refusal(Format format, Map<String, @Nullable Object> part) {
    Failure failure = failure(format, part);
    if (failure instanceof Failure.LimitExceeded exceeded) {
      return "limit-exceeded " + exceeded.limit();
    }
    String pointer = ((Failure.Invalid) failure).pointer();
    assertThat(pointer).startsWith("/operations/0/parts/0");
    return failure.code().text() + " " + pointer.substring("/operations/0/parts/0".length());
  }
}
