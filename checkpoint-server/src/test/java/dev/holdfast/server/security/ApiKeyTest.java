package dev.holdfast.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.RawConnection;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ApiKeyTest.WithKey.class)
@WithTestResource(TemporaryData.class)
class ApiKeyTest {

  /** A server with a key. */
  public static final class WithKey implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("holdfast.api-key", "secret-key");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x-api-key,secret-key,200",
    "Authorization,Bearer secret-key,200",
    "x-api-key,secret-kez,401",
    "x-api-key,'',401",
    "x-api-key,secret-key-and-more,401",
    "Authorization,secret-key,401",
    "Authorization,Basic secret-key,401",
    "Cookie,x-api-key=secret-key,401"
  })
  void theKeyLetsIn(String header, String value, int status) {
    Answer answer = Client.json().with(header, value).get("/v1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(status == 401 ? "unauthorized" : "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1", "/v1/threads", "/store/items?namespace=a&key=k", "/metrics", "/q/openapi"})
  void withoutItThereIsNothingButTheQuestionForIt(String path) {
    Answer answer = Client.json().get(path);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
  void healthIsOpen(String path) {
    Await.until(200, () -> Client.json().get(path).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/../../v1/threads", "/q/health/%2e%2e/%2E./v1", "/nope"})
  void noPathLeadsAroundIt(String path) throws IOException {
    try (var connection = new RawConnection()) {
      connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(connection.answer()).containsPattern("^HTTP/1.1 40[01]");
    }
  }

  @Test
  void aRefusedCallerCanAskAgainOnTheSameConnection() throws IOException {
    String post = "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n";
    try (var connection = new RawConnection()) {
      connection.send(post + "x".repeat(50_000));
      connection.send("GET /v1 HTTP/1.1\r\nHost: x\r\nx-api-key: secret-key\r\n\r\n");

      assertThat(connection.answer()).startsWith("HTTP/1.1 401");
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    }
  }
}
