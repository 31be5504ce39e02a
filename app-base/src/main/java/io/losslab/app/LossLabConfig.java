package io.losslab.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What every service of the lab is told. */
@ConfigMapping(prefix = "losslab")
public interface LossLabConfig {
    /** The topic under load. */
    @WithDefault("load-events")
    String topic();

    /** Names this process in its ledger: 1 to 8 characters of a-z, 0-9 and '-'; drawn at random when not given. */
    Optional<String> instance();

    /** The consumer group; the default is in the application's own properties. */
    Optional<String> group();

    Http http();

    /** Who may ask this service for something. */
    interface Http {
        /**
         * Names that it is asked by, beside localhost and its own addresses: such as that of its service in a cluster. Not
         * needed for health and metrics.
         */
        Optional<List<String>> allowedHosts();
    }

    Ledger ledger();

    /** Where the ledgers are kept. */
    interface Ledger {
        /** Each process creates a folder of its own below this one. The default is the user's, where nobody else writes. */
        @WithDefault("${xdg.state.home:${user.home}/.local/state}/losslab/ledger")
        Path dir();

        /** False only to measure what recording costs: nothing is on record then, and no run can be accounted for. */
        @WithDefault("true")
        boolean enabled();
    }
}
