package dev.holdfast.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The OpenAPI document as a judge: every answer that tests get is held against it. */
public final class Contract {

  /** The document in the sources. */
  public static final JsonNode DOCUMENT = load();

  /** JSON Schema does not know the word under which OpenAPI keeps schemas. */
  private static final JsonMetaSchema META =
      JsonMetaSchema.builder(JsonMetaSchema.getV202012())
          .keyword(new NonValidationKeyword("components"))
          .build();

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
          .metaSchema(META)
          .defaultMetaSchemaIri(META.getIri())
          .build();

  private static final ConcurrentMap<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private Contract() {}

  private static JsonNode load() {
    try (InputStream in = Contract.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the document says that {@code method} of {@code uri} may answer so. */
  public static void check(String method, URI uri, Answer answer) {
    JsonNode operation = operation(method, uri.getRawPath());
    if (operation.isMissingNode()) {
      if (answer.status() != 404 && answer.status() != 405 && answer.status() != 400) {
        throw new AssertionError(method + " " + uri + " is not documented");
      }
      checkBody(answer, "Problem");
      return;
    }
    JsonNode response = resolve(operation.path("responses").path("" + answer.status()));
    if (response.isMissingNode()) {
      throw new AssertionError(method + " " + uri + " answers " + answer.status());
    }
    if (response.path("content").isMissingNode() && answer.body().length == 0) {
      return;
    }
    JsonNode media = response.path("content").path(answer.mediaType());
    if (media.isMissingNode()) {
      throw new AssertionError(method + " " + uri + " answers as " + answer.mediaType());
    }
    String name = media.path("schema").path("$ref").asText();
    if (!name.isEmpty()) {
      checkBody(answer, name.substring(name.lastIndexOf('/') + 1));
    }
  }

  private static void checkBody(Answer answer, String schema) {
    Set<ValidationMessage> errors = errors(schema, answer.tree());
    if (!errors.isEmpty()) {
      throw new AssertionError("not a " + schema + ": " + errors + " in " + answer.tree());
    }
  }

  /** What {@code value} has that the named schema has not; empty if it is one. */
  public static Set<ValidationMessage> errors(String name, JsonNode value) {
    return SCHEMAS.computeIfAbsent(name, Contract::schema).validate(value);
  }

  private static JsonSchema schema(String name) {
    ObjectNode schema = new ObjectMapper().createObjectNode();
    schema.put("$ref", "#/components/schemas/" + name);
    JsonNode components = DOCUMENT.path("components").deepCopy();
    ((ObjectNode) components.at("/schemas/Operation")).remove("discriminator");
    schema.set("components", components);
    return FACTORY.getSchema(schema);
  }

  /** The operation that a path means; a literal path goes before a template. */
  private static JsonNode operation(String method, String path) {
    JsonNode found = DOCUMENT.path("none");
    for (Map.Entry<String, JsonNode> one : DOCUMENT.path("paths").properties()) {
      JsonNode operation = one.getValue().path(method.toLowerCase(Locale.ROOT));
      boolean literal = one.getKey().equals(path);
      if (!operation.isMissingNode()
          && path.matches(one.getKey().replaceAll("\\{[^}]*}", "[^/]*"))
          && (found.isMissingNode() || literal)) {
        found = operation;
      }
    }
    return found;
  }

  private static JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
  }
}
