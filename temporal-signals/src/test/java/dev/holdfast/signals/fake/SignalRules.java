package dev.holdfast.signals.fake;

import io.grpc.Status;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The rules of a real server for signals, in its order; the signals go on to the test server. */
final class SignalRules {
  static final int USUAL_BYTES = 2 << 20;
  static final int USUAL_SIGNALS = 10_000;

  private final Map<String, Run> runs = new HashMap<>();
  volatile int mostBytes = USUAL_BYTES;
  volatile int mostSignals = USUAL_SIGNALS;

  private static final class Run {
    final Set<String> requestIds = new HashSet<>();
    int signals;
  }

  /**
   * Applies a signal, if it is to be.
   *
   * @param runId of the run that it reaches
   * @param apply gives the answer of the test server
   */
  synchronized byte[] apply(
      SignalSeen signal, Function<SignalSeen, String> runId, Function<SignalSeen, byte[]> apply) {
    if (!signal.namespace().equals("default")) {
      throw StatusUtils.newException(
          Status.NOT_FOUND.withDescription("Namespace " + signal.namespace() + " is not found."),
          NamespaceNotFoundFailure.newBuilder().setNamespace(signal.namespace()).build(),
          NamespaceNotFoundFailure.getDescriptor());
    }
    if (signal.payloads().size() > mostBytes) {
      throw invalid("Blob data size exceeds limit.");
    }
    Run run = runs.computeIfAbsent(runId.apply(signal), id -> new Run());
    if (run.requestIds.contains(signal.requestId())) {
      return new byte[0];
    }
    if (run.signals >= mostSignals) {
      throw invalid("exceeded workflow execution limit for signal events");
    }
    byte[] answer = apply.apply(signal);
    // a run that was started just now is found by its id from now on
    Run reached = runs.computeIfAbsent(runId.apply(signal), id -> new Run());
    reached.requestIds.add(signal.requestId());
    reached.signals++;
    return answer;
  }

  private static RuntimeException invalid(String text) {
    return Status.INVALID_ARGUMENT.withDescription(text).asRuntimeException();
  }
}
