import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up a result.json of data-loss from outside, without a line of the lab's own code. Run as a source file, because a JDK is
 * the one thing that is certain to be there: java -cp "lab/target/libs/*" .ci/CheckDataLoss.java DIR/result.json
 */
class CheckDataLoss {
    private static final List<String> WRONG = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        JsonNode result = new ObjectMapper().readTree(new File(args[0]));
        check("experiment is data-loss", result.path("experiment").asText().equals("data-loss"));
        check("verdict is EXPECTED", result.path("verdict").asText().equals("EXPECTED"));
        for (JsonNode expectation : result.path("expectations")) {
            check("held: " + expectation.path("text").asText(), expectation.path("held").asBoolean());
        }
        check("it has one run", result.path("runs").size() == 1);
        JsonNode run = result.path("runs").path(0);
        long intended = run.at("/produced/intended").asLong();
        check("records were intended (" + intended + ")", intended > 0);
        check("all of them were acknowledged", run.at("/produced/acked").asLong() == intended);
        JsonNode slow = run.at("/groups/slow-consumer-group");
        JsonNode fast = run.at("/groups/fast-consumer-group");
        for (JsonNode group : List.of(slow, fast)) {
            String name = group.path("groupId").asText("(no such group)");
            long sum = 0;
            for (JsonNode count : group.path("outcomes")) {
                sum += count.asLong();
            }
            check(name + ": outcomes sum to " + sum + ", which is what was intended", sum == intended);
            check(name + ": nothing unexplained", group.path("unexplained").asLong(-1) == 0);
            check(name + ": no duplicate", group.path("duplicates").asLong(-1) == 0);
            check(name + ": nothing out of order", group.path("outOfOrder").asLong(-1) == 0);
            check(name + ": nothing corrupt", group.path("corrupt").asLong(-1) == 0);
        }
        long lost = slow.path("lost").asLong();
        long ranges = 0;
        long last = -1;
        boolean apart = true;
        for (JsonNode range : slow.path("lostRanges")) {
            long first = range.path("firstOffset").asLong();
            apart &= first > last && range.path("cause").asText().equals("retention-deleted");
            last = range.path("lastOffset").asLong();
            ranges += last - first + 1;
        }
        check("slow group: lost " + lost + " records", lost > 0);
        check(
                "slow group: every loss is retention-deleted",
                slow.at("/outcomes/retention-deleted").asLong() == lost);
        check("slow group: lost ranges are apart, in order, all retention-deleted", apart);
        check("slow group: lost ranges hold " + ranges + " records", ranges == lost);
        check("fast group: lost nothing", fast.path("lost").asLong(-1) == 0);
        check("fast group: processed all", fast.path("processed").asLong() == intended);
        WRONG.forEach(line -> System.err.println("not so: " + line));
        System.exit(WRONG.isEmpty() ? 0 : 1);
    }

    private static void check(String what, boolean holds) {
        System.out.println((holds ? "  yes  " : "  NO   ") + what);
        if (!holds) {
            WRONG.add(what);
        }
    }
}
