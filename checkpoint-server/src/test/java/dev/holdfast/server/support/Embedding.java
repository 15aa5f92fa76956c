package dev.holdfast.server.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A server that embeds, and the endpoint that it asks. */
public final class Embedding implements QuarkusTestResourceLifecycleManager {

  private static final AtomicReference<FakeEmbeddingEndpoint> FAKE = new AtomicReference<>();

  private boolean queued;

  /** The endpoint of the server under test. */
  public static FakeEmbeddingEndpoint fake() {
    FakeEmbeddingEndpoint fake = FAKE.get();
    if (fake == null) {
      throw new IllegalStateException("the server under test does not embed");
    }
    return fake;
  }

  /** Waits until the index of the server under test is the one it is configured for. */
  public static void awaitIndex() {
    Await.holds(
        () -> Client.json().get("/q/health/ready").tree().path("checks").toString(),
        checks -> checks.contains("\"index\":\"as-configured\""),
        "the index is as configured");
  }

  @Override
  public void init(Map<String, String> arguments) {
    queued = Boolean.parseBoolean(arguments.get("queued"));
  }

  @Override
  public Map<String, String> start() {
    var fake = new FakeEmbeddingEndpoint();
    FAKE.set(fake);
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("holdfast.store.embedding.provider", "openai");
    keys.put("holdfast.store.embedding.url", fake.url().toString());
    keys.put("holdfast.store.embedding.model", FakeEmbeddingEndpoint.MODEL);
    keys.put("holdfast.store.embedding.dimensions", "" + FakeEmbeddingEndpoint.DIMENSIONS);
    keys.put("holdfast.store.embedding.api-key", "sk-secret");
    keys.put("holdfast.store.embedding.timeout", "20s");
    keys.put("holdfast.store.embedding.retries", "0");
    keys.put("holdfast.store.index.fields", "text");
    keys.put("holdfast.store.index.queued", "" + queued);
    keys.put("holdfast.store.index.step", "10");
    return keys;
  }

  @Override
  public void stop() {
    FAKE.getAndSet(null).close();
  }
}
