package io.losslab.lab.act;

/** Starts a consumer only now: a group that comes late. */
final class StartFault implements Fault {
    private final FaultSpec spec;

    StartFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public void run(FaultScene scene, FaultLog log) throws InterruptedException {
        for (Victim started : scene.startService(spec.target().text())) {
            log.injected(started.name(), "started");
        }
    }
}
