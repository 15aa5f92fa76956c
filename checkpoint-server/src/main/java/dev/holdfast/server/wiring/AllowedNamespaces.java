package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.signal.Signal;
import java.util.List;

/** Namespaces of Temporal that may be signalled. */
record AllowedNamespaces(List<String> names) {

  /** Throws {@code NAMESPACE_REFUSED} for a signal to another one. */
  void refuseOther(Signal signal) {
    if (!names.contains(signal.workflow().namespace())) {
      throw new Failure.Plain(
          Code.NAMESPACE_REFUSED, "this namespace is not in holdfast.temporal.namespaces");
    }
  }
}
