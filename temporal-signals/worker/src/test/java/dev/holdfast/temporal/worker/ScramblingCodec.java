package dev.holdfast.temporal.worker;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;

/** Stands for an encrypting codec: the whole payload is scrambled under an encoding of its own. */
final class ScramblingCodec implements PayloadCodec {

  private static final ByteString ENCODING = ByteString.copyFromUtf8("binary/scrambled");

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream()
        .map(
            p ->
                Payload.newBuilder()
                    .putMetadata("encoding", ENCODING)
                    .setData(scramble(p.toByteString()))
                    .build())
        .toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(ScramblingCodec::decode).toList();
  }

  private static Payload decode(Payload payload) {
    if (!payload.getMetadataMap().containsValue(ENCODING)) {
      return payload;
    }
    try {
      return Payload.parseFrom(scramble(payload.getData()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("decoded twice", e);
    }
  }

  private static ByteString scramble(ByteString bytes) {
    byte[] result = bytes.toByteArray();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= (byte) 0x5a;
    }
    return ByteString.copyFrom(result);
  }
}
