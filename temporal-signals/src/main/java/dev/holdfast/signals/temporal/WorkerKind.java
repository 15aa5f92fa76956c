package dev.holdfast.signals.temporal;

/** Workers that are alike: what one takes, all of its kind should. */
record WorkerKind(String namespace, String taskQueue, String workflowType) {

  /** Whether a rule names it: namespace, task queue and type, the last ones perhaps left out. */
  boolean matches(String rule) {
    return rule.equals(namespace)
        || rule.equals(namespace + "/" + taskQueue)
        || rule.equals(namespace + "/" + taskQueue + "/" + workflowType);
  }

  @Override
  public String toString() {
    return namespace + "/" + taskQueue + "/" + workflowType;
  }
}
