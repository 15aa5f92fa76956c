package dev.holdfast.postgres.thread;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.sharing.Checksums;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for, to recognise its repeat.
 *
 * @param tenant whose threads
 * @param operation null if the caller does not repeat
 * @param text the operation and its arguments
 */
record Request(TenantId tenant, @Nullable OperationId operation, String text) {

  /** Short and equal for equal requests. */
  String fingerprint() {
    return HexFormat.of().formatHex(Checksums.of(Bytes.utf8(text)).bytes());
  }
}
