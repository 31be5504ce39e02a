package io.losslab.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/** The page's own JavaScript in an engine on the class path: what of it needs no browser. */
final class PageScripts implements AutoCloseable {
    /** In the order of the page. */
    static final List<String> ALL = ReportWriter.SCRIPTS;

    private final Context context = Context.newBuilder("js")
            .option("engine.WarnInterpreterOnly", "false")
            .build();

    /** With the scripts of these names run, in this order. */
    static PageScripts of(String... names) {
        PageScripts scripts = new PageScripts();
        for (String name : names) {
            scripts.run(text(name));
        }
        return scripts;
    }

    static String text(String name) {
        return resource("/io/losslab/lab/report/" + name + ".js");
    }

    static String resource(String path) {
        try (InputStream in = PageScripts.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new AssertionError("not on the class path: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void run(String script) {
        context.eval("js", script);
    }

    /** A value that scripts know by this name. */
    void put(String name, Object value) {
        context.getBindings("js").putMember(name, value);
    }

    Value value(String expression) {
        return context.eval("js", "(" + expression + ")");
    }

    /** As a template of JavaScript would have it. */
    String said(String expression) {
        return value("String(" + expression + ")").asString();
    }

    @Override
    public void close() {
        context.close();
    }
}
