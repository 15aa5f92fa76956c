package dev.holdfast.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Posts to Holdfast over one connection, which it keeps: HTTP/1.1 with answers of a told length.
 */
final class Posting implements Caller {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final String LENGTH = "content-length:";

  private final URI server;
  private @Nullable Socket socket;
  private InputStream input = InputStream.nullInputStream();

  Posting(URI server) {
    this.server = server;
  }

  @Override
  public String send(String workflow, List<Integer> numbers, String priority) {
    List<String> signals =
        numbers.stream().map(number -> signal(workflow, number, priority)).toList();
    try {
      return signals.size() == 1
          ? posted("/v1/signals", signals.get(0), 1)
          : posted(
              "/v1/signals/batch",
              signals.stream().collect(Collectors.joining(",", "{\"signals\":[", "]}")),
              signals.size());
    } catch (IOException e) {
      close();
      return e.getClass().getSimpleName();
    }
  }

  private static String signal(String workflow, int number, String priority) {
    return "{\"workflow_id\":\""
        + workflow
        + "\",\"signal\":\"note\",\"arguments\":[\""
        + Texts.of(number)
        + "\"],\"priority\":\""
        + priority
        + "\"}";
  }

  private String posted(String path, String body, int signals) throws IOException {
    Socket open = open();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nhost: "
            + server.getAuthority()
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + bytes.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + bytes.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(bytes, 0, whole, start.length, bytes.length);
    open.getOutputStream().write(whole);
    return answer(signals);
  }

  private Socket open() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      open.setTcpNoDelay(true);
      open.setSoTimeout(PATIENCE_MILLIS);
      open.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
      socket = open;
      input = new BufferedInputStream(open.getInputStream());
    }
    return open;
  }

  private String answer(int signals) throws IOException {
    String status = line().split(" ", 3)[1];
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    byte[] body = input.readNBytes(length);
    if (signals > 1) {
      int queued = new String(body, StandardCharsets.UTF_8).split("\"queued\"", -1).length - 1;
      return status.equals("200") && queued == signals ? "queued" : "only-" + queued;
    }
    return status.equals("200") ? "delivered" : status.equals("202") ? "queued" : status;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int read = input.read(); read != '\n'; read = input.read()) {
      if (read < 0) {
        throw new EOFException("the server hung up");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // nobody reads from it any more
    }
  }
}
