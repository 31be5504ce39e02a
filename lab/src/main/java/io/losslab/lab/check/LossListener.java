package io.losslab.lab.check;

/** Is told of each lost range once, by group, partition, source and sequence; ranges that continue each other are one. */
@FunctionalInterface
public interface LossListener {
    void lost(String group, LostRange range);
}
