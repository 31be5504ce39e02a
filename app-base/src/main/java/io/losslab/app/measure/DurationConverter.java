package io.losslab.app.measure;

import io.losslab.contract.text.DurationText;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Durations of settings, by the grammar of all: {@link DurationText}. */
public final class DurationConverter implements Converter<Duration> {
    private static final long serialVersionUID = 1;

    @Override
    public Duration convert(String value) {
        return DurationText.parse(value);
    }
}
