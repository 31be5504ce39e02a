package io.losslab.lab.run;

import io.losslab.contract.status.LoadStatus;
import io.losslab.lab.LabException;
import io.losslab.lab.act.BrokerVictim;
import io.losslab.lab.act.FaultEvent;
import io.losslab.lab.act.FaultScene;
import io.losslab.lab.act.FaultSchedule;
import io.losslab.lab.act.FaultSpec;
import io.losslab.lab.act.Victim;
import io.losslab.lab.evidence.AckProgress;
import io.losslab.lab.evidence.EvidenceStream;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.place.BrokerControl;
import io.losslab.lab.place.BrokerNode;
import io.losslab.lab.place.DiskControl;
import io.losslab.lab.place.NetworkControl;
import io.losslab.lab.place.Place;
import io.losslab.lab.service.Services;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import io.losslab.ledger.identity.EpochClock;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/** The faults of one run: where they find what they act on, and where it is written what they did. */
public final class RunFaults implements Closeable {
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final ExperimentSpec spec;
    private final RunListener listener;
    private final EvidenceStream stream;
    private final AckProgress progress;
    private final FaultSchedule schedule;
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private boolean closed;

    RunFaults(RunScope scope, RunGround ground, Services services) {
        spec = scope.spec();
        listener = scope.listener();
        stream = FaultLines.create(scope.dir());
        progress = new AckProgress(scope.dir());
        schedule = new FaultSchedule(spec.faults(), spec.seed(), new Scene(spec, ground, services), this::happened);
    }

    /**
     * @throws LabException.BadInput when the place cannot do what the file asks for
     */
    static void requirePossible(List<FaultSpec> faults, Place place) {
        for (FaultSpec fault : faults) {
            for (Place.Capability needed : needed(fault)) {
                place.refusal(needed).ifPresent(reason -> {
                    throw new LabException.BadInput("faults: '" + fault.text() + "' " + reason);
                });
            }
        }
    }

    /** Whether the brokers need a network that can be cut. */
    static boolean changeNetwork(List<FaultSpec> faults) {
        return faults.stream().anyMatch(fault -> fault.kind().isOnNetwork());
    }

    private static Set<Place.Capability> needed(FaultSpec fault) {
        if (!fault.target().type().isBroker()) {
            return EnumSet.noneOf(Place.Capability.class);
        }
        Set<Place.Capability> needed = fault.kind().needs();
        if (fault.wipe()) {
            needed.add(Place.Capability.CHANGE_BROKER_DATA);
        }
        return needed;
    }

    /** When the last of them is over, after the load's start, as far as the file tells. */
    static Duration last(List<FaultSpec> faults) {
        return faults.stream()
                .map(fault -> begins(fault, faults).plus(fault.last()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** From when on its own times count. */
    private static Duration begins(FaultSpec fault, List<FaultSpec> faults) {
        if (fault.after() < 0) {
            return Duration.ZERO;
        }
        FaultSpec first = faults.get(fault.after());
        return begins(first, faults).plus(first.at());
    }

    /** In words, where the faults go on so long after the load that a run is longer than its file makes one think. */
    public static Optional<String> outlasting(ExperimentSpec spec) {
        Duration load = spec.load().duration();
        Duration last = last(spec.faults());
        return last.minus(load).compareTo(WORTH_TELLING) < 0
                ? Optional.empty()
                : Optional.of("the faults last until " + Quantity.text(last) + " after the load's start, "
                        + Quantity.text(last.minus(load)) + " longer than the load itself: so does the run");
    }

    Duration last() {
        return last(spec.faults());
    }

    FaultSchedule schedule() {
        return schedule;
    }

    private void happened(FaultEvent event) {
        FaultLines.write(stream, event);
        notes.add(event.spec().text() + ": " + event.subject() + " " + event.text());
    }

    /** What the producer said when it was last looked at: that is how the end of an outage is known. */
    void producer(LoadStatus status) {
        progress.note(EpochClock.micros(), status == null ? -1 : status.acked());
    }

    /** Tells people what has happened since the last call; for the run's own thread, as listeners are called by one. */
    void tell() {
        for (String note = notes.poll(); note != null; note = notes.poll()) {
            listener.note(note);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            schedule.close();
            stream.close();
            progress.close();
        }
    }

    private record Scene(ExperimentSpec spec, RunGround ground, Services services) implements FaultScene {
        @Override
        public Admin admin() {
            return ground.admin();
        }

        @Override
        public String topic() {
            return ground.names().topic();
        }

        @Override
        public int partitions() {
            return spec.topic().partitions();
        }

        @Override
        public List<? extends Victim> service(String name) {
            return services.members(name);
        }

        @Override
        public List<? extends Victim> member(String consumer, int number) {
            return services.members(consumer).stream()
                    .filter(member -> member.instance() == number)
                    .toList();
        }

        @Override
        public List<? extends Victim> startService(String name) {
            return services.startLate(name);
        }

        @Override
        public List<? extends BrokerVictim> brokers() {
            return victims(BrokerControl::brokers);
        }

        @Override
        public List<? extends BrokerVictim> controllers() {
            return victims(BrokerControl::controllers);
        }

        private List<BrokerVictim> victims(Function<BrokerControl, List<? extends BrokerNode>> which) {
            return ground.cluster().brokers().map(which).orElse(List.of()).stream()
                    .map(BrokerVictim::new)
                    .toList();
        }

        @Override
        public Optional<DiskControl> disks() {
            return ground.cluster().disks();
        }

        @Override
        public Optional<NetworkControl> network() {
            return ground.cluster().network();
        }

        @Override
        public String groupId(String consumer) {
            return ground.names().groupIds().get(spec.consumers().get(consumer).group());
        }
    }
}
