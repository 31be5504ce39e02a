package io.losslab.lab.check.verdict;

/** One expectation in words, and whether it held. */
public record ExpectationResult(String text, boolean held) {}
