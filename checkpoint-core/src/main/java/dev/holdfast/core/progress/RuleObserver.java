package dev.holdfast.core.progress;

import java.time.Duration;

/** Is told what rules do; metrics listen here. Calls must not block. */
public interface RuleObserver {

  /** Nobody listens. */
  RuleObserver SILENT =
      new RuleObserver() {
        @Override
        public void signalled(SignalRule rule) {}

        @Override
        public void skipped(SignalRule rule) {}

        @Override
        public void scanned(SignalRule rule, Duration lag) {}
      };

  /** A rule made a signal. */
  void signalled(SignalRule rule);

  /** A workflow's id would have been too long; nobody was told. */
  void skipped(SignalRule rule);

  /** Threads were looked for that do not move. */
  void scanned(SignalRule rule, Duration lag);
}
