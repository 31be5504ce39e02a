package io.losslab.lab.check;

/** One expectation in words, and whether it held. */
public record ExpectationResult(String text, boolean held) {}
