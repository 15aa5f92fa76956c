package io.temporal;

/** Stands for the Temporal SDK, which is not on the path yet, in a fixture of ArchUnit. */
public class Stub {}
