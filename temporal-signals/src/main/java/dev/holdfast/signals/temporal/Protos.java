package dev.holdfast.signals.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.signals.transport.SignalCall.Input;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import java.util.List;
import java.util.Map;

/** From payloads and policies of the model to Temporal's messages. */
final class Protos {

  private Protos() {}

  static Payload payload(SignalPayload payload) {
    Payload.Builder message =
        Payload.newBuilder().setData(ByteString.copyFrom(payload.data().array()));
    payload
        .metadata()
        .forEach((name, value) -> message.putMetadata(name, ByteString.copyFrom(value.array())));
    return message.build();
  }

  static Payloads payloads(List<SignalPayload> payloads) {
    Payloads.Builder message = Payloads.newBuilder();
    payloads.forEach(payload -> message.addPayloads(payload(payload)));
    return message.build();
  }

  static Payloads payloads(Input input) {
    if (input instanceof Input.Arguments arguments) {
      return payloads(arguments.payloads());
    }
    Bytes encoded = ((Input.Encoded) input).payloads();
    try {
      return Payloads.parseFrom(encoded.array());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored batch is damaged", e);
    }
  }

  static Header header(Map<String, SignalPayload> headers) {
    Header.Builder message = Header.newBuilder();
    headers.forEach((name, value) -> message.putFields(name, payload(value)));
    return message.build();
  }

  static WorkflowIdReusePolicy reuse(StartSpec.IdReuse reuse) {
    return switch (reuse) {
      case ALLOW_DUPLICATE -> WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
      case ALLOW_DUPLICATE_FAILED_ONLY ->
          WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
      case REJECT_DUPLICATE -> WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;
    };
  }
}
