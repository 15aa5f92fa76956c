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

/** Arguments that a manifest can hold: what a text says is all there is to them. */
final class JsonTexts {

  private static final Map<String, Bytes> PLAIN = Map.of("encoding", Bytes.utf8("json/plain"));

  private JsonTexts() {}

  /** The texts of {@code arguments}; null if one has other metadata, or is not UTF-8. */
  static @Nullable List<String> of(List<SignalPayload> arguments) {
    List<String> texts = new ArrayList<>(arguments.size());
    for (SignalPayload argument : arguments) {
      if (!argument.metadata().equals(PLAIN)) {
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
