package io.losslab.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvReadException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code timeline.csv}: about four samples a second of each run, in the order they were taken. Every column is a number,
 * but for those that name the sample and the one that says who has each partition; an empty cell is unknown, never zero.
 *
 * @param unreadableRows how many rows could not be read (such as the last one of a lab that was killed while writing)
 */
record TimelineCsv(List<RunTimeline> runs, int unreadableRows) {
    private static final String REPLICATION = "replication";
    private static final List<String> SAMPLE_COLUMNS =
            List.of("variant", "trial", "runId", "at", "elapsedMs", "phase", REPLICATION);

    static final TimelineCsv EMPTY = new TimelineCsv(List.of(), 0);

    /**
     * The samples of one run. The lists are of equal length; {@code null} in a column is unknown.
     *
     * @param replication of the partitions where it has changed, see {@link PartitionStates}; empty where the file has
     *     no such column
     */
    record RunTimeline(
            String variant,
            String trial,
            String runId,
            List<Instant> at,
            List<String> phase,
            List<String> replication,
            Map<String, List<Double>> columns) {
        int size() {
            return at.size();
        }
    }

    /** @throws IOException when the file cannot be read at all; what can be read of a damaged file is returned */
    static TimelineCsv read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader);
        }
    }

    private static TimelineCsv read(Reader reader) throws IOException {
        Map<List<String>, RunTimeline> runs = new LinkedHashMap<>();
        int unreadable = 0;
        try (MappingIterator<String[]> rows = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(reader)) {
            if (!rows.hasNextValue()) {
                return EMPTY;
            }
            List<String> header = Arrays.asList(rows.nextValue());
            while (true) {
                String[] row;
                try {
                    if (!rows.hasNextValue()) {
                        break;
                    }
                    row = rows.nextValue();
                } catch (CsvReadException e) {
                    // An open quote swallows the rest of the file: nothing after it can be trusted.
                    unreadable++;
                    break;
                }
                if (!add(header, row, runs)) {
                    unreadable++;
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("timeline.csv is not a CSV file: " + e.getOriginalMessage(), e);
        }
        return new TimelineCsv(List.copyOf(runs.values()), unreadable);
    }

    private static boolean add(List<String> header, String[] row, Map<List<String>, RunTimeline> runs) {
        if (row.length != header.size()) {
            return false;
        }
        Instant at;
        List<Double> numbers = new ArrayList<>();
        try {
            at = Instant.parse(cell(header, row, "at"));
            for (int i = 0; i < row.length; i++) {
                if (!SAMPLE_COLUMNS.contains(header.get(i))) {
                    numbers.add(row[i].isBlank() ? null : (Double) finite(row[i]));
                }
            }
        } catch (DateTimeParseException | NumberFormatException e) {
            return false;
        }
        String variant = cell(header, row, "variant");
        String trial = cell(header, row, "trial");
        String runId = cell(header, row, "runId");
        RunTimeline run = runs.computeIfAbsent(List.of(variant, trial, runId), key -> {
            Map<String, List<Double>> columns = new LinkedHashMap<>();
            header.stream()
                    .filter(name -> !SAMPLE_COLUMNS.contains(name))
                    .forEach(name -> columns.put(name, new ArrayList<>()));
            return new RunTimeline(
                    variant, trial, runId, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), columns);
        });
        run.at().add(at);
        run.phase().add(cell(header, row, "phase"));
        run.replication().add(cell(header, row, REPLICATION));
        int i = 0;
        for (List<Double> column : run.columns().values()) {
            column.add(numbers.get(i++));
        }
        return true;
    }

    private static double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static String cell(List<String> header, String[] row, String column) {
        int i = header.indexOf(column);
        return i < 0 ? "" : row[i];
    }
}
