package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.Outcome;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.process.AppProcess;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built services under load, each ended by SIGKILL at random moments and followed by a new instance, many times; then
 * the books of all their ledgers together. {@code -Dlosslab.kills=N} says how many times, {@code -Dlosslab.seed=S} when.
 */
class RandomKillsIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final int KILLS = Integer.getInteger("losslab.kills", 9);
    private static final long SEED = Long.getLong("losslab.seed", System.nanoTime());
    private static final int PARTITIONS = 3;
    private static final int LONGEST_LIFE_MS = 600;
    private static final String FAST = "fast";
    private static final String SLOW = "slow";

    /** A member that was killed is missed soon, so that its partitions change hands while the load is on. */
    private static final Map<String, String> BROKER = Map.of("group.min.session.timeout.ms", "500");

    private static final Map<String, String> CONSUMER = Map.of(
            "mp.messaging.incoming.events.session.timeout.ms", "1500",
            "mp.messaging.incoming.events.heartbeat.interval.ms", "400",
            "mp.messaging.incoming.events.auto.commit.interval.ms", "300");

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);
    private ScriptedRun run;
    private int started;
    private long reported;

    /** What a service has said in its last words is on record, is the point: so they are remembered, and compared. */
    private record Role(String module, String group, String stream, EntryKind kind, String count) {}

    private static final List<Role> ROLES = List.of(
            new Role("load-producer", "", "acks", EntryKind.ACKED, "acked"),
            new Role("fast-consumer", FAST, "outcomes", EntryKind.PROCESSED, "processed"),
            new Role("slow-consumer", SLOW, "outcomes", EntryKind.PROCESSED, "processed"));

    @Test
    void noLedgerLosesWhatItHadRecordedAndTheBooksBalance() throws Exception {
        System.out.println("RandomKillsIT: -Dlosslab.kills=" + KILLS + " -Dlosslab.seed=" + SEED);
        try (LabSession session = HOME.registry().open(ProcessRegistry.Kind.RUN, "RandomKillsIT", line -> {});
                Cluster cluster = new EmbeddedPlace(HOME, session).start(new ClusterSpec(1, BROKER), dir);
                ScriptedRun opened = new ScriptedRun(HOME, session, cluster, dir, PARTITIONS, FAST, SLOW)) {
            run = opened;
            run.witness();
            AppProcess[] services = new AppProcess[ROLES.size()];
            for (int i = 0; i < services.length; i++) {
                services[i] = start(ROLES.get(i));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int victim = kill < services.length ? kill : random.nextInt(services.length);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
                kill(ROLES.get(victim), services[victim]);
                services[victim] = start(ROLES.get(victim));
            }
            services[0].get("/stop", Duration.ofSeconds(30));
            run.awaitEnd(FAST, Duration.ofSeconds(90));
            run.awaitEnd(SLOW, Duration.ofSeconds(90));

            RunAccounts accounts = run.judge(true);

            assertThat(accounts.objections()).as("seed %d", SEED).isEmpty();
            accounts.groups().forEach(RandomKillsIT::assertNothingIsLostThatWasAcknowledged);
            tell(accounts);
        }
    }

    private AppProcess start(Role role) {
        Map<String, String> config = new HashMap<>();
        config.put("losslab.instance", "i" + started);
        if (!role.group().isEmpty()) {
            config.putAll(CONSUMER);
            config.put("losslab.group", run.groupId(role.group()));
        }
        if (role.group().equals(SLOW)) {
            config.put("losslab.processing.delay", "0ms");
        }
        AppProcess app = run.service(role.module() + "-" + started++, role.module(), config);
        if (role.group().isEmpty()) {
            app.get("/start/3000?valueBytes=200&keys=300&run=" + run.topic().substring(2));
        }
        return app;
    }

    /** What it has said it recorded must be in what it leaves behind; a torn last write is told as such. */
    private void kill(Role role, AppProcess app) throws Exception {
        JsonNode status = app.get("/status");
        app.kill();
        Path ledger = Path.of(status.path("ledger").asText());
        long[] recorded = {0};
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Path journal = ledger.resolve(String.format("%s-%05d.journal", role.stream(), partition));
            if (Files.exists(journal)) {
                JournalReader.read(journal, entry -> recorded[0] += entry.kind() == role.kind() ? entry.count() : 0);
            }
        }
        long said = status.path(role.count()).asLong();
        reported += said;
        assertThat(recorded[0])
                .as("%s of %s, seed %d", role.stream(), role.module(), SEED)
                .isGreaterThanOrEqualTo(said);
    }

    private static void assertNothingIsLostThatWasAcknowledged(GroupAccounts books) {
        assertThat(books.unexplained()).as(books.group()).isZero();
        assertThat(books.outcomes().keySet())
                .as(books.group())
                .isSubsetOf(EnumSet.of(Outcome.PROCESSED, Outcome.NOT_ACKED, Outcome.NOT_SENT));
        assertThat(books.lostRanges())
                .as("lost is only what a killed producer had under way")
                .extracting(LostRange::detail)
                .allMatch("no answer"::equals);
    }

    private void tell(RunAccounts accounts) throws Exception {
        int[] journals = {0, 0, 0};
        try (Stream<Path> files = Files.walk(run.ledgers())) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".journal"))::iterator) {
                JournalReader.Summary read = JournalReader.read(file, entry -> {});
                journals[0]++;
                journals[1] += read.header().closedAtMicros() == 0 ? 1 : 0;
                journals[2] += read.torn() ? 1 : 0;
            }
        }
        System.out.println(
                "RandomKillsIT: " + accounts.produced() + ", " + reported + " records reported before a kill");
        accounts.groups()
                .forEach(books -> System.out.println("RandomKillsIT: " + books.group() + " " + books.outcomes()
                        + ", delivered again " + books.redelivered() + ", processed again " + books.duplicates()));
        System.out.println("RandomKillsIT: " + journals[0] + " journals, " + journals[1] + " of them not closed, "
                + journals[2] + " torn");
    }
}
