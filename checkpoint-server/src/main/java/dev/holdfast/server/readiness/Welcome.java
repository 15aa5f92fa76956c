package dev.holdfast.server.readiness;

import dev.holdfast.server.config.HoldfastConfig;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.concurrent.CompletableFuture;

/** Tells whoever started the server where it is and how to use it, once it can be used. */
@ApplicationScoped
public class Welcome {

  private final HoldfastConfig config;
  private final CompletableFuture<Where> data = new CompletableFuture<>();

  private record Where(String data, String search) {}

  Welcome(HoldfastConfig config) {
    this.config = config;
  }

  /**
   * The database is ready: {@code where} says which it is, {@code search} how the store is
   * searched.
   */
  void dataIsIn(String where, String search) {
    data.complete(new Where(where, search));
  }

  void listening(@ObservesAsync HttpServerStart started) {
    var unused =
        data.thenAccept(
            where ->
                System.out.println(
                    text(url(started.options().getHost(), started.options().getPort()), where)));
  }

  private static String url(String host, int port) {
    String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
    return "http://"
        + (reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]")
        + ":"
        + port;
  }

  /** What it prints. */
  private String text(String url, Where where) {
    boolean open = config.apiKey().filter(key -> !key.isBlank()).isEmpty();
    return """

        Holdfast listens on %s
        data:   %s
        search: %s
        access: %s

        In Python (pip install ./src/savers/python):
          from langgraph.checkpoint.holdfast import HoldfastSaver
          checkpointer = HoldfastSaver.from_url("%s"%s)
          graph = builder.compile(checkpointer=checkpointer)

        Ctrl-C stops it.
        """
        .formatted(
            url,
            where.data(),
            where.search(),
            open ? "this machine only (loopback), no API key" : "callers need the API key",
            url,
            open ? "" : ", api_key=\"…\"");
  }
}
