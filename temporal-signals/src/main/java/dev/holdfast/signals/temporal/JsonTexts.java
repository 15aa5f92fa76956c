package dev.holdfast.signals.temporal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.SignalPayload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that a manifest holds: a text says all there is to them. They are short, since JSON in
 * JSON takes up to twice the room, and a signal must not be too large for Temporal by that.
 */
final class JsonTexts {

  private static final Map<String, Bytes> PLAIN = Map.of("encoding", Bytes.utf8("json/plain"));

  /** Bytes of all arguments of a signal. */
  private static final int MOST_BYTES = 4096;

  private JsonTexts() {}

  /** The texts of {@code arguments}; null if one has other metadata, is not UTF-8, or too long. */
  static @Nullable List<String> of(List<SignalPayload> arguments) {
    List<String> texts = new ArrayList<>(arguments.size());
    int bytes = 0;
    for (SignalPayload argument : arguments) {
      bytes += argument.data().length();
      if (bytes > MOST_BYTES || !argument.metadata().equals(PLAIN)) {
        return null;
      }
      try {
        ByteBuffer data = ByteBuffer.wrap(argument.data().array());
        texts.add(StandardCharsets.UTF_8.newDecoder().decode(data).toString());
      } catch (CharacterCodingException e) {
        return null;
      }
    }
    return texts;
  }
}
