package io.losslab.bench;

import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.evidence.EvidenceReader;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Balances the books of one evidence folder, several times, and prints what it found and how long it took, as
 * properties. Runs in a process of its own, whose heap and processors the benchmark limits.
 */
final class AccountsJudge {
    private AccountsJudge() {}

    /** Arguments: evidence folder, number of times. */
    public static void main(String[] args) throws IOException {
        Path dir = Path.of(args[0]);
        int times = Integer.parseInt(args[1]);
        for (int time = 0; time < times; time++) {
            once(dir).store(System.out, null);
            System.out.println();
        }
    }

    private static Properties once(Path dir) throws IOException {
        Map<String, LostSum> sums = new LinkedHashMap<>();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            pool.resetPeakUsage();
        }
        long begin = System.nanoTime();
        RunEvidence evidence = EvidenceReader.read(dir); // checks the seal, too
        long read = System.nanoTime();
        RunAccounts accounts =
                AccountsCheck.balance(evidence, (group, range) -> sums.computeIfAbsent(group, LostSum::new)
                        .add(range));
        long end = System.nanoTime();
        Properties found = new Properties();
        found.setProperty("sealMillis", Long.toString((read - begin) / 1_000_000));
        found.setProperty("balanceMillis", Long.toString((end - read) / 1_000_000));
        found.setProperty("peakHeapBytes", Long.toString(peakHeap()));
        found.setProperty("gcMillis", Long.toString(gcMillis()));
        found.setProperty("intended", Long.toString(accounts.produced().intended()));
        found.setProperty("objections", String.join("; ", accounts.objections()));
        for (GroupAccounts group : accounts.groups()) {
            String name = "group." + group.group() + ".";
            found.setProperty(name + "processed", Long.toString(group.processed()));
            found.setProperty(name + "unexplained", Long.toString(group.unexplained()));
            found.setProperty(
                    name + "lost",
                    sums.getOrDefault(group.group(), new LostSum(group.group())).toString());
        }
        return found;
    }

    /** The sum of the pools' peaks: never less than the peak of the sum. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
