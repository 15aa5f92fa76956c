package dev.holdfast.core.store;

import dev.holdfast.core.groupcommit.GroupObserver;

/** Is told what a store does; metrics listen here. Calls must not block. */
public interface StoreObserver extends GroupObserver {

  /** Listens to nothing. */
  StoreObserver SILENT = new StoreObserver() {};

  /** Items whose time was over are deleted. */
  default void expired(long items) {}
}
