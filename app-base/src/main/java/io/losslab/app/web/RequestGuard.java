package io.losslab.app.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.app.LossLabConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stands before everything but health and metrics, which probes and Prometheus ask for by whatever address they know and
 * which change nothing. Called on the event loop.
 */
@Singleton
class RequestGuard {
    private static final int BEFORE_ALL_OTHERS = 1_000;
    private static final String READ_ONLY = "/q/";
    private static final int LONGEST_URI = 2_048;

    private static final String BROKEN_ADDRESS =
            "the address is no URI; allowed: letters, digits, and all else as %" + " and two hexadecimal digits";

    private final ObjectMapper json;
    private final ResourceMethods resources;
    private final Set<String> allowed;

    RequestGuard(
            ObjectMapper json,
            ResourceMethods resources,
            LossLabConfig config,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "127.0.0.1") String ownHost) {
        this.json = json;
        this.resources = resources;
        allowed = Stream.concat(
                        Stream.of(ownHost),
                        config.http().allowedHosts().stream().flatMap(List::stream))
                .map(OwnRequests::name)
                .filter(name -> !name.equals("0.0.0.0") && !name.equals("::"))
                .collect(Collectors.toUnmodifiableSet());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL_OTHERS);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String uri = request.uri();
        if (uri.length() > LONGEST_URI) {
            answer(
                    context,
                    414,
                    "URI Too Long",
                    "the address has " + uri.length() + " characters; allowed: " + LONGEST_URI);
        } else if (!isValid(uri)) {
            answer(context, 400, "Bad Request", BROKEN_ADDRESS);
        } else if (isReadOnly(context)) {
            context.next();
        } else {
            String refusal = requests(request).refusal(allowed).orElse(null);
            if (refusal != null) {
                answer(context, 403, "Forbidden", refusal);
            } else if (request.method().name().equals("HEAD")) {
                // it would be answered as GET is, by starting a load
                String methods = String.join(", ", resources.allowed(context.normalizedPath()));
                context.response().putHeader("Allow", methods);
                answer(
                        context,
                        405,
                        "Method Not Allowed",
                        context.normalizedPath() + " does not take this method; allowed: " + methods);
            } else {
                context.next();
            }
        }
    }

    private static boolean isValid(String uri) {
        try {
            new URI(uri);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isReadOnly(RoutingContext context) {
        String path = context.request().path();
        return path != null
                && path.startsWith(READ_ONLY)
                && !path.contains("..")
                && !path.toLowerCase(Locale.ROOT).contains("%2e")
                && context.normalizedPath().startsWith(READ_ONLY);
    }

    private static OwnRequests requests(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        if (hosts.isEmpty() && request.authority() != null) {
            hosts = List.of(request.authority().toString()); // HTTP/2
        }
        return new OwnRequests(
                hosts,
                request.localAddress() == null ? null : request.localAddress().hostAddress(),
                request.getHeader("Origin"),
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Referer"),
                request.getHeader("User-Agent"));
    }

    private void answer(RoutingContext context, int status, String title, String detail) {
        String path = context.request().path();
        String instance = path == null || path.length() > 200 ? "/" : path;
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(new Problem("about:blank", title, status, detail, instance)));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }
}
