package dev.holdfast.signals.temporal;

import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Asks Temporal what it is: whether it answers. */
public final class TemporalCheck {

  private TemporalCheck() {}

  /** The version of the server; fails if it does not answer {@code within} that time. */
  public static CompletionStage<String> version(
      TemporalChannels channels, String namespace, Duration within) {
    return TemporalQuestions.of(
            channels
                .stub(namespace, false)
                .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance()))
        .thenApply(GetSystemInfoResponse::getServerVersion);
  }
}
