package dev.holdfast.testkit.gen;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds signals that differ in what a test is about. */
public final class SignalBuilder {
  private final String name;
  private WorkflowKey workflow = workflow("w");
  private @Nullable String runId;
  private List<SignalPayload> arguments = List.of();
  private final Map<String, SignalPayload> headers = new TreeMap<>();
  private SignalPriority priority = SignalPriority.NORMAL;
  private @Nullable String key;
  private @Nullable Instant notBefore;
  private @Nullable Instant expireAt;
  private @Nullable StartSpec start;
  private boolean fence;
  private boolean holds;
  private Duration grace = Duration.ZERO;

  private SignalBuilder(String name) {
    this.name = name;
  }

  /** A normal signal without arguments to the workflow {@code w}. */
  public static SignalBuilder signal(String name) {
    return new SignalBuilder(name);
  }

  /** A workflow of {@link Fixtures#TENANT} in the namespace {@code default}. */
  public static WorkflowKey workflow(String id) {
    return new WorkflowKey(Fixtures.TENANT, "default", id);
  }

  /** A JSON payload. */
  public static SignalPayload json(String text) {
    return new SignalPayload(Map.of("encoding", Bytes.utf8("json/plain")), Bytes.utf8(text));
  }

  /** To another workflow. */
  public SignalBuilder to(String id) {
    return to(workflow(id));
  }

  /** To another workflow. */
  public SignalBuilder to(WorkflowKey key) {
    workflow = key;
    return this;
  }

  /** Of another tenant. */
  public SignalBuilder of(TenantId tenant) {
    workflow = new WorkflowKey(tenant, workflow.namespace(), workflow.workflowId());
    return this;
  }

  /** To one run. */
  public SignalBuilder run(String id) {
    runId = id;
    return this;
  }

  /** With JSON arguments. */
  public SignalBuilder with(String... json) {
    List<SignalPayload> payloads = new ArrayList<>();
    for (String text : json) {
      payloads.add(json(text));
    }
    arguments = payloads;
    return this;
  }

  /** With these arguments. */
  public SignalBuilder with(SignalPayload... payloads) {
    arguments = List.of(payloads);
    return this;
  }

  /** With one argument of so many bytes, its metadata included. */
  public SignalBuilder bytes(int length) {
    var empty = new SignalPayload(Map.of("encoding", Bytes.utf8("binary/plain")), Bytes.EMPTY);
    var data = Bytes.owned(new byte[length - empty.length()]);
    arguments = List.of(new SignalPayload(empty.metadata(), data));
    return this;
  }

  /** With a header. */
  public SignalBuilder header(String field, String json) {
    headers.put(field, json(json));
    return this;
  }

  /** With another priority. */
  public SignalBuilder priority(SignalPriority other) {
    priority = other;
    return this;
  }

  /** With an idempotency key. */
  public SignalBuilder key(String idempotencyKey) {
    key = idempotencyKey;
    return this;
  }

  /** Not before a moment. */
  public SignalBuilder notBefore(Instant moment) {
    notBefore = moment;
    return this;
  }

  /** A dead letter after a moment. */
  public SignalBuilder expiring(Instant moment) {
    expireAt = moment;
    return this;
  }

  /** Starts a workflow of a type that runs on the task queue {@code q}. */
  public SignalBuilder starting(String type) {
    start = new StartSpec(type, "q", StartSpec.IdReuse.ALLOW_DUPLICATE, List.of());
    return this;
  }

  /** Starts a workflow. */
  public SignalBuilder starting(StartSpec spec) {
    start = spec;
    return this;
  }

  /** A critical one that waits for everything before it. */
  public SignalBuilder fence() {
    priority = SignalPriority.CRITICAL;
    fence = true;
    return this;
  }

  /** Holds its lane as a dead letter. */
  public SignalBuilder holding() {
    holds = true;
    return this;
  }

  /** Tried so long if there is no such workflow. */
  public SignalBuilder grace(Duration time) {
    grace = time;
    return this;
  }

  /** The signal. */
  public Signal build() {
    return new Signal(
        workflow, runId, name, arguments, headers, priority, key, notBefore, expireAt, start, fence,
        holds, grace);
  }
}
