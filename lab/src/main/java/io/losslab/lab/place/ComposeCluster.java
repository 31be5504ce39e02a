package io.losslab.lab.place;

import io.losslab.lab.LabException;
import java.util.Map;
import java.util.Optional;

/** Brokers in containers that the lab started: looked at as any cluster, and removed with the run. */
final class ComposeCluster implements Cluster {
    private final Cluster connected;
    private final ComposeProject project;
    private boolean closed;

    ComposeCluster(Cluster connected, ComposeProject project) {
        this.connected = connected;
        this.project = project;
    }

    @Override
    public String bootstrapServers() {
        return connected.bootstrapServers();
    }

    @Override
    public Map<String, String> clientProperties() {
        return connected.clientProperties();
    }

    @Override
    public String kafkaVersion() {
        return connected.kafkaVersion();
    }

    @Override
    public int brokerCount() {
        return connected.brokerCount();
    }

    @Override
    public boolean isOwn() {
        return true;
    }

    @Override
    public Optional<String> failure() {
        return connected.failure();
    }

    @Override
    public void keep() {
        throw new IllegalStateException("the brokers of a run in containers go with it");
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            connected.close();
            end(project);
        }
    }

    /** Also on Ctrl-C, where this thread is interrupted already. */
    static void end(ComposeProject project) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!project.down()) {
                throw new LabException.Environment(
                        "the containers of this run could not be removed: " + project.downCommand());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
