package dev.holdfast.core.failure;

import java.util.Locale;

/** Stable name of a failure; the HTTP mapping is a switch over it without default. */
public enum Code {
  /** A field is missing, unknown or wrongly typed. */
  INVALID_REQUEST,
  /** An identifier is empty or holds U+0000 or a lone surrogate. */
  INVALID_IDENTIFIER,
  /** No such operation. */
  UNKNOWN_OPERATION,
  /** Something is larger than it may be. */
  LIMIT_EXCEEDED,
  /** No such thread. */
  THREAD_NOT_FOUND,
  /** No such checkpoint. */
  CHECKPOINT_NOT_FOUND,
  /** A checkpoint names values that are neither sent nor stored. */
  MISSING_VALUES,
  /** A splice was made of a value that is not the parent's. */
  BASE_UNKNOWN,
  /** A splice does not give the value that it says. */
  INVALID_SPLICE,
  /** The write belongs to a life of the thread that has ended. */
  THREAD_DELETED,
  /** The target of a copy is in use. */
  THREAD_EXISTS,
  /** An operation id came with another operation. */
  OPERATION_ID_REUSED,
  /** No item can lie in such a namespace. */
  INVALID_NAMESPACE,
  /** A filter asks what cannot be answered. */
  INVALID_FILTER,
  /** A query, where nothing can be searched by meaning. */
  NOT_INDEXED,
  /** A put or a query does not fit the index, or a definition another one. */
  INDEX_MISMATCH,
  /** The model will not have a text. */
  EMBEDDING_REFUSED,
  /** Who makes vectors of texts does not answer; nothing was taken. */
  EMBEDDING_UNAVAILABLE,
  /** No such signal. */
  SIGNAL_NOT_FOUND,
  /** An idempotency key came with another signal. */
  SIGNAL_KEY_REUSED,
  /** A signal is on its way and cannot be taken back. */
  SIGNAL_FORMED,
  /** No such workflow, or it has ended. */
  WORKFLOW_NOT_FOUND,
  /** The tenant may not signal workflows of this namespace of Temporal. */
  NAMESPACE_REFUSED,
  /** Temporal refuses the signal for what it is. */
  SIGNAL_REFUSED,
  /** The database refuses a row of this operation. */
  REJECTED,
  /** The backlog is over its high water mark. */
  OVERLOADED,
  /** The database is away, or the server is stopping. */
  UNAVAILABLE,
  /** Two transactions were in each other's way; nothing happened. */
  WRITE_CONFLICT,
  /** It waited too long; nothing happened. */
  DEADLINE_EXCEEDED,
  /** The connection died between commit and confirmation. */
  OUTCOME_UNKNOWN,
  /** A stored checkpoint cannot be read completely. */
  INTERNAL;

  /** The name in answers, metrics and logs: in kebab case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
