package dev.holdfast.postgres.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.StartSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a signal the database does not look at: arguments, headers, start specification.
 *
 * @param arguments of the handler
 * @param headers by name
 * @param start null if the workflow must run
 */
record SignalBody(
    List<SignalPayload> arguments, Map<String, SignalPayload> headers, @Nullable StartSpec start) {

  private static final int FORMAT = 1;

  byte[] encoded() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      payloads(out, arguments);
      List<String> names = headers.keySet().stream().sorted().toList();
      payloads(out, names.stream().map(headers::get).toList());
      for (String name : names) {
        bytes(out, Bytes.utf8(name));
      }
      out.writeBoolean(start != null);
      if (start != null) {
        bytes(out, Bytes.utf8(start.workflowType()));
        bytes(out, Bytes.utf8(start.taskQueue()));
        bytes(out, Bytes.utf8(start.reuse().name()));
        payloads(out, start.input());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SignalBody decoded(byte[] encoded) {
    try (var in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      if (in.readByte() != FORMAT) {
        throw new IOException("a signal of an unknown format");
      }
      List<SignalPayload> arguments = payloads(in);
      Map<String, SignalPayload> headers = named(in, payloads(in));
      return new SignalBody(arguments, headers, in.readBoolean() ? start(in) : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, SignalPayload> named(DataInputStream in, List<SignalPayload> values)
      throws IOException {
    Map<String, SignalPayload> named = new TreeMap<>();
    for (SignalPayload value : values) {
      named.put(text(in), value);
    }
    return named;
  }

  private static StartSpec start(DataInputStream in) throws IOException {
    return new StartSpec(text(in), text(in), StartSpec.IdReuse.valueOf(text(in)), payloads(in));
  }

  private static void payloads(DataOutputStream out, List<SignalPayload> payloads)
      throws IOException {
    out.writeInt(payloads.size());
    for (SignalPayload payload : payloads) {
      out.writeInt(payload.metadata().size());
      for (Map.Entry<String, Bytes> entry : payload.metadata().entrySet()) {
        bytes(out, Bytes.utf8(entry.getKey()));
        bytes(out, entry.getValue());
      }
      bytes(out, payload.data());
    }
  }

  private static List<SignalPayload> payloads(DataInputStream in) throws IOException {
    List<SignalPayload> payloads = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Map<String, Bytes> metadata = new TreeMap<>();
      for (int entries = in.readInt(); entries > 0; entries--) {
        metadata.put(text(in), bytes(in));
      }
      payloads.add(new SignalPayload(metadata, bytes(in)));
    }
    return payloads;
  }

  private static void bytes(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.array());
  }

  private static Bytes bytes(DataInputStream in) throws IOException {
    return Bytes.owned(in.readNBytes(in.readInt()));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in).array(), StandardCharsets.UTF_8);
  }

  /** Sizes only: payloads are user data. */
  @Override
  public String toString() {
    return "SignalBody[" + arguments.size() + " arguments]";
  }
}
