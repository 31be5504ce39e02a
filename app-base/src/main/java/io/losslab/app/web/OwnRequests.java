package io.losslab.app.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask a service for something: nobody but its user, and not the pages that his browser shows. A page of another
 * origin reaches this machine, too, and by a host name that is bound anew it is even of the same origin.
 *
 * @param hosts every {@code Host} of the request
 * @param localAddress the address that the connection came in at; null when unknown
 * @param origin as {@code Origin} says; null when absent, as the others
 * @param fetchSite {@code Sec-Fetch-Site}
 * @param referer {@code Referer}
 * @param userAgent {@code User-Agent}
 */
record OwnRequests(
        List<String> hosts,
        @Nullable String localAddress,
        @Nullable String origin,
        @Nullable String fetchSite,
        @Nullable String referer,
        @Nullable String userAgent) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?");

    /**
     * @param allowed names beside those of the loopback interface
     * @return why not, in one line; empty when it may
     */
    Optional<String> refusal(Set<String> allowed) {
        if (hosts.size() != 1 || !HOST.matcher(hosts.get(0)).matches()) {
            return Optional.of("the request does not name this service as its one Host");
        }
        String host = name(hosts.get(0));
        if (!LOOPBACK.matcher(host).matches() && !host.equals(localAddress) && !allowed.contains(host)) {
            return Optional.of(
                    "Host '" + hosts.get(0) + "' is not a name of this service; allowed: localhost, 127.0.0.1,"
                            + " [::1], and what losslab.http.allowed-hosts names");
        }
        if (fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none")) {
            return Optional.of(byAPage("Sec-Fetch-Site", fetchSite));
        }
        if (origin != null && !isOfThisService(origin)) {
            return Optional.of(byAPage("Origin", origin));
        }
        if (fetchSite == null && referer != null && !isOfThisService(referer)) {
            return Optional.of(byAPage("Referer", referer));
        }
        if (fetchSite == null && origin == null && referer == null && isBrowser()) {
            return Optional.of(
                    "this browser does not say which page asks (no Sec-Fetch-Site); allowed: curl, or a browser"
                            + " on the same machine by http://localhost");
        }
        return Optional.empty();
    }

    private static String byAPage(String header, String value) {
        return "a page of another origin asks (" + header + ": "
                + (value.length() > 100 ? value.substring(0, 100) + "..." : value)
                + "); allowed: requests that no other page makes, such as by curl";
    }

    /** The same host and port: another port may be another user's. */
    private boolean isOfThisService(String page) {
        try {
            URI uri = URI.create(page);
            return uri.getRawAuthority() != null
                    && "http".equals(uri.getScheme())
                    && withPort(uri.getRawAuthority(), 80).equals(withPort(hosts.get(0), 80));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withPort(String authority, int port) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.matches(".*:[0-9]+") && !lower.endsWith("]") ? lower : lower + ":" + port;
    }

    private boolean isBrowser() {
        return userAgent != null && userAgent.startsWith("Mozilla/");
    }

    /** Without its port, brackets, and the dot of the root. */
    static String name(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            return lower.substring(1, Math.max(1, lower.indexOf(']')));
        }
        int colon = lower.indexOf(':');
        String name = colon < 0 ? lower : lower.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
