package dev.holdfast.temporal.worker.flow;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Writes down what it is told, in the order in which handlers start. */
@WorkflowInterface
public interface Recorder {

  /** Runs until {@code finish} and until every handler has returned. */
  @WorkflowMethod
  List<String> run(List<String> before);

  @SignalMethod
  void append(String text);

  /** Writes {@code gate+}, waits until the gate is open, writes {@code gate-}. */
  @SignalMethod
  void block(String gate);

  @SignalMethod
  void open(String gate);

  /** Writes, sleeps on a timer, writes. */
  @SignalMethod
  void nap(String text);

  @SignalMethod
  void pair(int number, Point point);

  @SignalMethod
  void nothing();

  @SignalMethod
  void points(List<Point> points);

  @SignalMethod
  void raw(RawValue value);

  /** Throws an application failure ({@code application}) or an ordinary exception. */
  @SignalMethod
  void fail(String how);

  /** Has the main method continue as new, and blocks. */
  @SignalMethod
  void leave();

  /** Continues as new from the handler. */
  @SignalMethod
  void leaveAtOnce();

  /** Has the main method register {@link Late}. */
  @SignalMethod
  void listen();

  /** Registers {@link Late} in the handler. */
  @SignalMethod
  void listenAtOnce();

  @SignalMethod
  void finish();

  @QueryMethod
  List<String> log();
}
