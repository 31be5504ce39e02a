import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.contract.service.ServiceDescriptor;
import java.io.File;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks a live Prometheus, after data-loss, everything that the dashboards and rules ask it, and fails where the answer is empty:
 * java -cp "lab/target/libs/*" .ci/CheckQueries.java URL ROOT BROKERS. What is empty as long as all is well is listed in
 * observability/empty-while-well.txt with the test that makes it non-empty.
 */
class CheckQueries {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<String> JOBS =
            Stream.concat(
                            Stream.of("prometheus", "kafka", "volumes"),
                            ServiceCatalogue.all().stream().map(ServiceDescriptor::name))
                    .collect(Collectors.toSet());
    /** What must have fired while a slow consumer lost records; its lead of two seconds is gone before a warning could come. */
    private static final List<String> FIRED = List.of("RetentionPassedConsumer", "RecordsLost");

    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*\\})?(?!\\s*\\()(?![a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "on", "by");

    private static String url;
    private static int good;
    private static int wrong;
    private static final Map<String, String> EMPTY_WHILE_WELL = new LinkedHashMap<>();
    private static final Set<String> USED = new TreeSet<>();

    public static void main(String[] args) throws Exception {
        url = args[0];
        Path root = Path.of(args[1]);
        for (String line : Files.readAllLines(root.resolve("observability/empty-while-well.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\s+\\|\\s+", 2);
                EMPTY_WHILE_WELL.put(parts[0].strip(), parts[1].strip());
            }
        }
        targets(Integer.parseInt(args[2]));
        rules(root);
        int panels = dashboards(root);
        for (String name : FIRED) {
            expect("alert " + name + " fired", any("max_over_time(ALERTS{alertname=\"" + name + "\", alertstate=\"firing\"}[10m])"));
        }
        System.out.printf("%d queries of panels; empty, as listed: %s%n", panels, USED);
        System.out.printf("%s  %d checks of Prometheus, rules and dashboards, %d wrong%n", wrong == 0 ? "ok    " : "FAILED", good + wrong, wrong);
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static void targets(int brokers) throws Exception {
        Set<String> jobs = new TreeSet<>();
        int kafka = 0;
        for (JsonNode target : get("/api/v1/targets?state=active").at("/data/activeTargets")) {
            String job = target.at("/labels/job").asText();
            jobs.add(job);
            kafka += job.equals("kafka") ? 1 : 0;
            expect("target " + job + " " + target.at("/labels/instance").asText() + " " + target.path("lastError").asText(),
                    target.path("health").asText().equals("up"));
        }
        expect("jobs " + jobs + " are all of " + JOBS, jobs.equals(new TreeSet<>(JOBS)));
        expect(kafka + " brokers of " + brokers, kafka == brokers);
    }

    private static void rules(Path root) throws Exception {
        int loaded = 0;
        for (JsonNode group : get("/api/v1/rules").at("/data/groups")) {
            for (JsonNode rule : group.path("rules")) {
                loaded++;
                expect("rule " + rule.path("name").asText() + " is healthy " + rule.path("lastError").asText(),
                        rule.path("health").asText().equals("ok"));
            }
        }
        int written = 0;
        for (File file : root.resolve("observability/prometheus/rules").toFile().listFiles()) {
            for (JsonNode group : YAML.readTree(file).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    written++;
                    String name = rule.path("alert").asText(rule.path("record").asText());
                    String expr = rule.path("expr").asText();
                    if (rule.has("record") && !answers(name, expr)) {
                        expect("recording rule " + name + " gives nothing", allowed(name));
                    }
                    for (String selector : selectors(expr)) {
                        expect("rule " + name + ": no series " + selector, series(selector) || allowed(selector));
                    }
                }
            }
        }
        expect(loaded + " rules are loaded of " + written, loaded == written && written > 0);
    }

    private static int dashboards(Path root) throws Exception {
        int queries = 0;
        for (File file : root.resolve("observability/grafana/dashboards").toFile().listFiles()) {
            JsonNode dashboard = JSON.readTree(file);
            for (JsonNode variable : dashboard.at("/templating/list")) {
                Matcher values = Pattern.compile("label_values\\((.+), (\\w+)\\)").matcher(variable.at("/query/query").asText());
                if (values.matches()) {
                    expect("variable " + variable.path("name").asText() + " of " + file.getName() + " has no value",
                            series(substitute(values.group(1))));
                }
            }
            for (JsonNode panel : dashboard.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries++;
                    String title = dashboard.path("uid").asText() + "/" + panel.path("title").asText();
                    expect("panel " + title + ": nothing for " + target.path("expr").asText(),
                            answers(title, substitute(target.path("expr").asText())) || allowed(title));
                }
            }
            for (JsonNode annotation : dashboard.at("/annotations/list")) {
                for (String selector : selectors(substitute(annotation.at("/target/expr").asText()))) {
                    expect("annotation " + annotation.path("name").asText() + ": no series " + selector, series(selector));
                }
            }
        }
        return queries;
    }

    private static String substitute(String expr) {
        return expr.replace("$__rate_interval", "20s").replace("$topic", "load-events").replace("$group", ".+")
                .replace("$instance", ".+").replace("$job", ".+").replace("$retention_bytes", "10485760");
    }

    private static Set<String> selectors(String expr) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = SELECTOR.matcher(GROUPING.matcher(expr).replaceAll(" "));
        while (matcher.find()) {
            String name = matcher.group(1);
            boolean duration = matcher.start() > 0 && Character.isDigit(expr.charAt(Math.min(matcher.start() - 1, expr.length() - 1)));
            if (!WORDS.contains(name) && !duration && (name.contains("_") || name.contains(":") || name.equals("up"))) {
                found.add(matcher.group());
            }
        }
        return found;
    }

    private static boolean allowed(String what) {
        if (EMPTY_WHILE_WELL.containsKey(what)) {
            USED.add(what);
            return true;
        }
        return false;
    }

    private static boolean answers(String what, String expr) throws Exception {
        return any(expr) || overTime(expr);
    }

    private static boolean any(String expr) throws Exception {
        for (JsonNode sample : query("/api/v1/query?query=" + encoded(expr)).at("/data/result")) {
            if (!sample.at("/value/1").asText("NaN").equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    /** At some time within the last four minutes, as a plot would show. */
    private static boolean overTime(String expr) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        JsonNode result = query("/api/v1/query_range?step=2&start=" + (now - 240) + "&end=" + now + "&query=" + encoded(expr));
        for (JsonNode line : result.at("/data/result")) {
            for (JsonNode value : line.path("values")) {
                if (!value.path(1).asText("NaN").equals("NaN")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean series(String selector) throws Exception {
        long start = System.currentTimeMillis() / 1000 - 600;
        return query("/api/v1/series?start=" + start + "&match[]=".replace("[", "%5B").replace("]", "%5D") + encoded(selector)).path("data").size() > 0;
    }

    private static JsonNode query(String path) throws Exception {
        JsonNode answer = get(path);
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalStateException(path + ": " + answer);
        }
        return answer;
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void expect(String what, boolean held) {
        if (held) {
            good++;
        } else {
            wrong++;
            System.out.println("FAILED  " + what);
        }
    }
}
