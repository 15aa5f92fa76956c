package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.temporal.worker.flow.Point;
import dev.holdfast.temporal.worker.flow.RecorderFlow;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.GsonJsonPayloadConverter;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Codecs, converters and other interceptors around ours. */
class ChainTest extends OnServers {

  private static final DataConverter PLAIN = DefaultDataConverter.STANDARD_INSTANCE;

  @OnEachServer
  void argumentsMayBeEncrypted(Server server) throws Exception {
    var options = new Rig.Options();
    options.converter = new CodecDataConverter(PLAIN, List.of(new ScramblingCodec()));
    var rig = rig(server, options, RecorderFlow.class);
    var workflow = running(rig);

    var batch = Batch.of("s", 1, options.converter).append("1").add("block", "x").append("2");
    rig.signal(workflow, batch.add("pair", 3, new Point(4, 5)).add("open", "x"));
    var encoded = Batch.of("s", 6, options.converter).append("6");
    rig.signal(workflow, Envelope.SIGNAL, encoded.payloads(options.converter));
    rig.signal(workflow, Batch.of("s", 7, options.converter).add("late", "7"));
    workflow.signal("listen");

    assertThat(rig.finish(workflow))
        .containsExactly("main", "1", "x+", "2", "3@4,5", "x-", "6", "7", "listening");
    assertThat(rig.fetch(workflow).toJson(false)).doesNotContain(plain("\"2\""));
  }

  @OnEachServer
  void anotherConverterDecodesTheArguments(Server server) throws Exception {
    var options = new Rig.Options();
    options.converter =
        DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(new GsonJsonPayloadConverter());
    var rig = rig(server, options, RecorderFlow.class);
    var workflow = running(rig);

    rig.signal(workflow, Batch.of("s", 1, options.converter).add("pair", 3, new Point(4, 5)));

    assertThat(rig.finish(workflow)).containsExactly("main", "3@4,5");
  }

  @OnEachServer
  void interceptorsBehindSeeSignalsWithTheirHeaders(Server server) throws Exception {
    var options = new Rig.Options();
    var behind = new Observer();
    var before = new Observer();
    options.behind.add(behind);
    options.before.add(before);
    var rig = rig(server, options, RecorderFlow.class);
    rig.begin();
    var workflow = recorder(rig);
    Payload trace = PLAIN.toPayload("trace 1").orElseThrow();

    workflow.signal("append", "0");
    rig.signal(
        workflow,
        Batch.of("s", 1).append("1").header("trace", trace).add("block", "x").append("2"));
    rig.signal(workflow, Batch.of("s", 4).add("open", "x"));
    rig.finish(workflow);

    assertThat(behind.seen.stream().distinct())
        .containsExactly(
            "append {}", "append {trace=\"trace 1\"}", "block {}", "open {}", "finish {}");
    assertThat(before.seen.stream().distinct())
        .containsExactly("append {}", "signals.batch {}", "finish {}");
  }

  private static String plain(String json) {
    return java.util.Base64.getEncoder()
        .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Writes down the signals that pass. */
  private static final class Observer extends WorkerInterceptorBase {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void handleSignal(SignalInput input) {
          var header = new java.util.TreeMap<String, String>();
          input
              .getHeader()
              .getValues()
              .forEach((k, v) -> header.put(k, v.getData().toStringUtf8()));
          seen.add(input.getSignalName() + " " + header);
          super.handleSignal(input);
        }
      };
    }
  }
}
