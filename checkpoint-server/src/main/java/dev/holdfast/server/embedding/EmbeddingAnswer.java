package dev.holdfast.server.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.core.index.Vector;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what an endpoint answers, and believes nothing of it. */
final class EmbeddingAnswer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EmbeddingAnswer() {}

  /**
   * The vectors in a body.
   *
   * @param texts how many were sent
   * @throws CallFailed if it is anything else; the message quotes nothing of it
   */
  static List<Vector> read(byte[] body, int texts, int dimensions) {
    JsonNode data = tree(body).path("data");
    if (!data.isArray() || data.size() != texts) {
      throw CallFailed.passing("the endpoint does not give one vector for each text");
    }
    @Nullable Vector[] vectors = new Vector[texts];
    for (int i = 0; i < texts; i++) {
      int place = data.path(i).path("index").asInt(i);
      if (place < 0 || place >= texts || vectors[place] != null) {
        throw CallFailed.passing("the endpoint does not say which vector is whose");
      }
      vectors[place] = vector(data.path(i).path("embedding"), dimensions);
    }
    return List.of(Arrays.copyOf(vectors, texts, Vector[].class));
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree != null) {
        return tree;
      }
    } catch (IOException e) {
      // Its message would quote the body
    }
    throw CallFailed.passing("the endpoint does not answer in JSON");
  }

  private static Vector vector(JsonNode numbers, int dimensions) {
    if (!numbers.isArray()) {
      throw CallFailed.passing("the endpoint does not give vectors as lists of numbers");
    }
    if (numbers.size() != dimensions) {
      throw CallFailed.lasting(
          "the model makes vectors of %d dimensions, and %d are configured"
              .formatted(numbers.size(), dimensions));
    }
    float[] values = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      values[i] = numbers.path(i).isNumber() ? numbers.path(i).floatValue() : Float.NaN;
      if (!Float.isFinite(values[i])) {
        throw CallFailed.passing("the endpoint gives something else than finite numbers");
      }
    }
    return new Vector(values);
  }
}
