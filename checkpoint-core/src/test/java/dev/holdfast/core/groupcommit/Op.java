package dev.holdfast.core.groupcommit;

/** An operation of the tests. */
record Op(String name, int rows, long bytes) {
  static Op of(String name) {
    return new Op(name, 1, 10);
  }

  static final Weigher<Op> WEIGHER =
      new Weigher<>() {
        @Override
        public int rows(Op operation) {
          return operation.rows();
        }

        @Override
        public long bytes(Op operation) {
          return operation.bytes();
        }
      };
}
