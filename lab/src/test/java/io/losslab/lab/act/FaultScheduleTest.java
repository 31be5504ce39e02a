package io.losslab.lab.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.losslab.lab.place.DiskControl;
import io.losslab.lab.place.NetworkControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultScheduleTest {
    private final List<String> happened = new CopyOnWriteArrayList<>();

    private final class Service implements Victim {
        private final String name;
        private volatile boolean alive = true;

        Service(String name) {
            this.name = name;
        }

        private void note(String what) {
            happened.add(name + " " + what);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public void kill() {
            alive = false;
            note("killed");
        }

        @Override
        public void askToStop() {
            note("asked to stop");
        }

        @Override
        public void stop() {
            alive = false;
            note("stopped");
        }

        @Override
        public void pause() {
            note("paused");
        }

        @Override
        public void resume() {
            note("resumed");
        }

        @Override
        public Victim restart() {
            alive = true;
            note("restarted");
            return this;
        }

        @Override
        public void awaitServing() {
            note("serves");
        }
    }

    private final class Services implements FaultScene {
        private final Map<String, List<Service>> services =
                Map.of("a", List.of(new Service("a")), "b", List.of(new Service("b-1"), new Service("b-2")));

        @Override
        public Admin admin() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String topic() {
            return "load-events";
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public List<? extends Victim> service(String name) {
            return services.get(name);
        }

        @Override
        public List<? extends Victim> member(String consumer, int number) {
            return List.of(services.get(consumer).get(number - 1));
        }

        @Override
        public List<? extends Victim> startService(String name) {
            return service(name);
        }

        @Override
        public List<? extends BrokerVictim> brokers() {
            return List.of();
        }

        @Override
        public List<? extends BrokerVictim> controllers() {
            return List.of();
        }

        @Override
        public Optional<DiskControl> disks() {
            return Optional.empty();
        }

        @Override
        public Optional<NetworkControl> network() {
            return Optional.empty();
        }

        @Override
        public String groupId(String consumer) {
            return consumer;
        }
    }

    private static FaultSpec fault(ActKind kind, String target, int atMs, Duration lasts, int times, int after) {
        boolean pause = kind == ActKind.PAUSE;
        return new FaultSpec(
                kind,
                FaultTarget.parse(target),
                Duration.ofMillis(atMs),
                pause ? lasts : null,
                pause ? null : lasts,
                null,
                new FaultSpec.Repeat(times, Duration.ofMillis(20), Duration.ofMillis(5)),
                null,
                false,
                after,
                false);
    }

    private FaultSchedule schedule(FaultSpec... faults) {
        return new FaultSchedule(List.of(faults), 1, new Services(), event -> {});
    }

    @Test
    void aFaultWaitsForTheOneItComesAfterAndNotForItsEnd() {
        try (FaultSchedule schedule = schedule(
                fault(ActKind.PAUSE, "a", 300, Duration.ofMinutes(5), 1, -1),
                fault(ActKind.KILL, "b", 10, null, 1, 0))) {
            schedule.start();

            await().until(() -> happened.contains("b-2 killed"));
            assertThat(happened).containsExactly("a paused", "b-1 killed", "b-2 killed");
            assertThat(schedule.isOver()).isFalse();
        }
        assertThat(happened).as("who is paused goes on when the run ends").endsWith("a resumed");
    }

    @Test
    void whatIsRepeatedIsStartedAgainBetween() {
        try (FaultSchedule schedule = schedule(fault(ActKind.KILL, "a", 0, Duration.ofMillis(1), 3, -1))) {
            schedule.start();
            await().until(schedule::isOver);
            assertThat(schedule.failure()).isEmpty();
        }
        assertThat(String.join(",", happened))
                .isEqualTo("a killed,a restarted,a serves,".repeat(3).replaceAll(",$", ""));
    }

    @Test
    void severalAreAskedToStopBeforeAnyIsWaitedFor() {
        try (FaultSchedule schedule = schedule(fault(ActKind.STOP, "b", 0, null, 1, -1))) {
            schedule.start();
            await().until(schedule::isOver);
        }
        assertThat(happened).containsExactly("b-1 asked to stop", "b-2 asked to stop", "b-1 stopped", "b-2 stopped");
    }

    @Test
    void oneInstanceOfSeveralIsKilledAlone() {
        try (FaultSchedule schedule = schedule(fault(ActKind.KILL, "b 2", 0, null, 1, -1))) {
            schedule.start();
            await().until(schedule::isOver);
        }
        assertThat(happened).containsExactly("b-2 killed");
    }

    /** A restart that takes longer than 'every' delays the next time, and the run is told. */
    @Test
    void whatIsNotBackYetIsWaitedForAndTheDelayIsTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        FaultSpec kill = new FaultSpec(
                ActKind.KILL,
                FaultTarget.parse("a"),
                Duration.ZERO,
                null,
                Duration.ofMillis(700),
                null,
                new FaultSpec.Repeat(2, Duration.ofMillis(20), Duration.ZERO),
                null,
                false,
                -1,
                false);
        try (FaultSchedule schedule = new FaultSchedule(
                List.of(kill), 1, new Services(), event -> told.add(event.step() + " " + event.text()))) {
            schedule.start();
            await().until(schedule::isOver);
            assertThat(schedule.failure()).isEmpty();
        }
        assertThat(String.join(",", happened))
                .isEqualTo("a killed,a restarted,a serves,".repeat(2).replaceAll(",$", ""));
        assertThat(told)
                .anyMatch(
                        line -> line.matches("LATE time 2 of 2 begins (0\\.[6-9]|[1-9]\\d*\\.\\d) s late: .*'every'"));
    }

    /** Of another fault: it would find no process, and end the run. */
    @Test
    void aFaultWaitsForTheProcessThatAnotherIsAboutToStartAgain() {
        try (FaultSchedule schedule = schedule(
                fault(ActKind.KILL, "a", 0, Duration.ofMillis(600), 1, -1),
                fault(ActKind.KILL, "a", 200, null, 1, -1))) {
            schedule.start();
            await().until(schedule::isOver);
            assertThat(schedule.failure()).isEmpty();
        }
        assertThat(happened).startsWith("a killed", "a restarted").endsWith("a killed");
    }
}
