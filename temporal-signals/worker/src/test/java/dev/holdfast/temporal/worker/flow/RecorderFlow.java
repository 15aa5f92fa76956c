package dev.holdfast.temporal.worker.flow;

import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** See {@link Recorder}. */
public final class RecorderFlow implements Recorder {

  private final List<String> log = new ArrayList<>();
  private final Set<String> open = new HashSet<>();
  private boolean leaving;
  private boolean finished;
  private boolean listening;

  @Override
  public List<String> run(List<String> before) {
    log.addAll(0, before);
    log.add("main");
    Workflow.await(() -> leaving || listening || finished);
    if (listening) {
      Workflow.registerListener(new LateHandlers());
      log.add("listening");
      Workflow.await(() -> leaving || finished);
    }
    if (leaving) {
      log.add("left");
      continueAsNew(List.copyOf(log));
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    return log;
  }

  private static void continueAsNew(List<String> log) {
    // Late enough that a test can signal the next run before its first task.
    var options =
        ContinueAsNewOptions.newBuilder().setBackoffStartInterval(Duration.ofSeconds(6)).build();
    Workflow.continueAsNew(options, log);
  }

  @Override
  public void append(String text) {
    log.add(text);
  }

  @Override
  public void block(String gate) {
    log.add(gate + "+");
    Workflow.await(() -> open.contains(gate));
    log.add(gate + "-");
  }

  @Override
  public void open(String gate) {
    open.add(gate);
  }

  @Override
  public void nap(String text) {
    log.add(text + "+");
    Workflow.sleep(Duration.ofMillis(100));
    log.add(text + "-");
  }

  @Override
  public void pair(int number, Point point) {
    log.add(number + "@" + point.x() + "," + point.y());
  }

  @Override
  public void nothing() {
    log.add("nothing");
  }

  @Override
  public void points(List<Point> points) {
    log.add("points " + points.stream().mapToInt(Point::x).sum());
  }

  @Override
  public void raw(RawValue value) {
    log.add("raw " + value.getPayload().getData().toStringUtf8());
  }

  @Override
  public void fail(String how) {
    if (how.equals("application")) {
      throw ApplicationFailure.newFailure("refused", "Refused");
    }
    throw new IllegalStateException("broken");
  }

  @Override
  public void leave() {
    leaving = true;
    Workflow.await(() -> open.contains("never"));
  }

  @Override
  public void leaveAtOnce() {
    log.add("left");
    continueAsNew(log);
  }

  @Override
  public void listen() {
    listening = true;
  }

  @Override
  public void listenAtOnce() {
    Workflow.registerListener(new LateHandlers());
  }

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public List<String> log() {
    return log;
  }

  private final class LateHandlers implements Late {
    @Override
    public void late(String text) {
      log.add(text);
    }

    @Override
    public void lateBlock(String gate) {
      block(gate);
    }

    @Override
    public void lateOpen(String gate) {
      open(gate);
    }
  }
}
