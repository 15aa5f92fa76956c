package dev.holdfast.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.holdfast.core.failure.Code;
import dev.holdfast.server.edge.Routes;
import dev.holdfast.server.http.ResourceMethods;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Contract;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class DocumentTest {

  private static final JsonNode SCHEMAS = Contract.DOCUMENT.path("components").path("schemas");

  /** Each path with each method, as {@code GET /v1}. */
  private static Set<String> documented() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : Contract.DOCUMENT.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return operations;
  }

  private static Set<String> routed() {
    Set<String> operations = new TreeSet<>();
    for (Routes.Route route : Routes.all()) {
      route.methods().forEach(method -> operations.add(method + " " + route.template()));
    }
    return operations;
  }

  @Test
  void everyRouteIsDocumentedAndNoOther() {
    assertThat(documented()).isEqualTo(routed());
  }

  @Test
  void everyResourceMethodIsRoutedAndNoOther() {
    Set<String> ours = new TreeSet<>(routed());
    ours.removeIf(operation -> operation.contains(" /q/") || operation.endsWith("/metrics"));

    assertThat(ResourceMethods.all()).isEqualTo(ours);
  }

  @Test
  void theServerGivesOutTheDocumentOfTheSources() throws IOException {
    JsonNode json = Client.json().get("/q/openapi?format=JSON").tree();
    JsonNode yaml =
        new ObjectMapper(new YAMLFactory()).readTree(Client.json().get("/q/openapi").body());

    assertThat(json).isEqualTo(yaml);
    assertThat(json.path("paths")).isEqualTo(Contract.DOCUMENT.path("paths"));
    assertThat(json.path("components").path("responses"))
        .isEqualTo(Contract.DOCUMENT.path("components").path("responses"));
    assertThat(json.path("components").path("schemas")).isEqualTo(SCHEMAS);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (String reference : Contract.DOCUMENT.findValuesAsText("$ref")) {
      assertThat(Contract.DOCUMENT.at(reference.substring(1)).isMissingNode())
          .as(reference)
          .isFalse();
    }
  }

  @Test
  void theLimitsAreThoseOfTheServer() {
    JsonNode limits = Client.json().get("/v1").tree().path("limits");
    JsonNode documented = SCHEMAS.path("Limits").path("properties");

    assertThat(documented.size()).isEqualTo(limits.size());
    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
      assertThat(documented.path(limit.getKey()).path("default"))
          .as(limit.getKey())
          .isEqualTo(limit.getValue());
    }
    assertThat(SCHEMAS.at("/Batch/properties/operations/maxItems"))
        .isEqualTo(limits.path("operations"));
    assertThat(SCHEMAS.at("/Batch/properties/timeout_ms/maximum"))
        .isEqualTo(limits.path("timeout_ms"));
    assertThat(SCHEMAS.at("/Id/maxLength")).isEqualTo(limits.path("identifier_bytes"));
    assertThat(SCHEMAS.at("/Namespace/maxLength")).isEqualTo(limits.path("path_bytes"));
    assertThat(SCHEMAS.at("/Value/properties/type/maxLength")).isEqualTo(limits.path("type_bytes"));
    assertThat(SCHEMAS.at("/PutWrites/properties/writes/maxItems"))
        .isEqualTo(limits.path("writes"));
    assertThat(SCHEMAS.at("/Versions/maxProperties")).isEqualTo(limits.path("channels"));
    assertThat(SCHEMAS.at("/Parts/maxItems")).isEqualTo(limits.path("parts"));
    assertThat(SCHEMAS.at("/Splice/properties/length/maximum"))
        .isEqualTo(limits.path("value_bytes"));
    assertThat(SCHEMAS.at("/Store/properties/parts/maxItems"))
        .isEqualTo(limits.path("store_parts"));
  }

  @Test
  void theOperationsAreThoseOfTheServer() {
    Set<String> capabilities = new TreeSet<>();
    Client.json().get("/v1").tree().path("capabilities").forEach(c -> capabilities.add(c.asText()));
    Set<String> mapped = new TreeSet<>();
    SCHEMAS.at("/Operation/discriminator/mapping").fieldNames().forEachRemaining(mapped::add);
    mapped.add("splices");

    assertThat(mapped).isEqualTo(capabilities);
    assertThat(SCHEMAS.at("/Server/properties/capabilities/items/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(capabilities);
  }

  @Test
  void theCodesAreThoseOfTheServer() {
    Set<String> documented = new TreeSet<>();
    SCHEMAS.at("/Problem/properties/code/enum").forEach(code -> documented.add(code.asText()));
    Set<String> given = new TreeSet<>(Set.of("malformed-body", "unauthorized", "not-found"));
    given.addAll(Set.of("method-not-allowed", "not-acceptable", "unsupported-media-type"));
    Stream.of(Code.values())
        .forEach(code -> given.add(code.name().toLowerCase(Locale.ROOT).replace('_', '-')));

    assertThat(documented).isEqualTo(given);
  }
}
