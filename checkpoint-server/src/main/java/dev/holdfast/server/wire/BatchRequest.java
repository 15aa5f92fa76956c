package dev.holdfast.server.wire;

import dev.holdfast.core.usecase.Operation;
import java.time.Duration;
import java.util.List;

/**
 * A batch as it was sent.
 *
 * @param operations in order; those that could not be read are among them as such
 * @param timeout how long the caller waits
 */
public record BatchRequest(List<Operation> operations, Duration timeout) {}
