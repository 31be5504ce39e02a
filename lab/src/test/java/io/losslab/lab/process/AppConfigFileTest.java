package io.losslab.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AppConfigFileTest {
    /** Checked against SmallRye Config 3: these come back as they were. */
    @Test
    void dollarsAreNotTakenForExpressions() throws IOException {
        Properties file = written(Map.of("a", "x${user.home}y", "b", "p$$q", "c", "p\\$q\\w", "d", "C:\\dir"));

        assertThat(file.getProperty("a")).isEqualTo("x$${user.home}y");
        assertThat(file.getProperty("b")).isEqualTo("p$$$$q");
        assertThat(file.getProperty("c")).isEqualTo("p${literal.backslash}$$q${literal.backslash}w");
        assertThat(file.getProperty("d")).isEqualTo("C:\\dir");
        assertThat(file.getProperty("literal.backslash")).isEqualTo("\\");
    }

    private static Properties written(Map<String, String> config) throws IOException {
        Properties file = new Properties();
        file.load(new StringReader(AppConfigFile.content(config)));
        return file;
    }
}
