package io.losslab.lab.place;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The folders of brokers and controllers that are processes of the lab. */
record LocalDisks(List<BrokerProcess> processes) implements DiskControl {
    private BrokerProcess node(int id) {
        return processes.stream()
                .filter(process -> process.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + id));
    }

    private BrokerProcess down(int id) {
        BrokerProcess process = node(id);
        if (process.isAlive()) {
            throw new IllegalStateException(process.name() + " is running");
        }
        return process;
    }

    @Override
    public void fill(int node) {
        node(node).fillDisk();
    }

    @Override
    public void empty(int node) {
        node(node).emptyDisk();
    }

    @Override
    public void detach(int node) {
        node(node).detachDisk();
    }

    @Override
    public void attach(int node) {
        node(node).attachDisk();
    }

    @Override
    public void replace(int node) {
        down(node).replaceDisk();
    }

    @Override
    public Map<Integer, Long> cutUnflushed(int node, String topic) {
        return UnflushedTails.cut(down(node).dataDir(), topic);
    }

    @Override
    public void dump(int node, String topic, Consumer<String> lines) {
        down(node).dumpLogs(topic, lines);
    }
}
