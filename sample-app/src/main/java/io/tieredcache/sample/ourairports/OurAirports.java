package io.tieredcache.sample.ourairports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The CSV files of OurAirports. A row has its values by column name, as text, and
 * {@code null} where the file has none.
 */
@Component
public class OurAirports {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .setNullString("")
        .get();

    List<Map<String, @Nullable String>> countries() {
        return read("countries.csv");
    }

    List<Map<String, @Nullable String>> regions() {
        return read("regions.csv");
    }

    public List<Map<String, @Nullable String>> airports() {
        return read("airports.csv");
    }

    private List<Map<String, @Nullable String>> read(String file) {
        ClassPathResource resource = new ClassPathResource("data/ourairports/" + file);
        try (CSVParser rows = CSVParser.parse(resource.getInputStream(), StandardCharsets.UTF_8, FORMAT)) {
            return rows.stream().map(CSVRecord::toMap).toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
