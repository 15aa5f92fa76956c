package dev.holdfast.server.embedding;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAI-compatible endpoint and how it is called.
 *
 * @param url that {@code /embeddings} is appended to, e.g. {@code https://api.openai.com/v1}
 * @param model its name there
 * @param dimensions of its vectors
 * @param askDimensions whether requests name the dimensions, which not every model takes
 * @param apiKey presented as bearer token; null: none
 * @param timeout of one call
 * @param retries of a call that fails for a reason that may pass
 * @param calls side by side; others wait
 * @param batchTexts most texts in one call
 * @param batchBytes most UTF-8 bytes of texts in one call; a longer text goes alone
 * @param open how long nobody calls after half of {@value #WINDOW} calls have failed
 */
public record Endpoint(
    URI url,
    String model,
    int dimensions,
    boolean askDimensions,
    @Nullable String apiKey,
    Duration timeout,
    int retries,
    int calls,
    int batchTexts,
    int batchBytes,
    Duration open) {

  /** Calls that the circuit breaker looks back at. */
  public static final int WINDOW = 20;

  /** Without the key, and without what a URL may hide. */
  @Override
  public String toString() {
    return "Endpoint[" + url.getHost() + ", " + model + ", " + dimensions + "]";
  }
}
