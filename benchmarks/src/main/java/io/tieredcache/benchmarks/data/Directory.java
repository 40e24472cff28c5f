package io.tieredcache.benchmarks.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * The source behind each cache: the first airports of OurAirports, in memory.
 */
public final class Directory {

    /** How many airports and how many pages there are; a power of two. */
    public static final int SIZE = 1024;

    private static final int AIRPORTS_PER_PAGE = 34;

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .setNullString("")
        .get();

    private final Map<Long, Airport> airports = new LinkedHashMap<>();

    private final List<AirportPage> pages = new ArrayList<>();

    private final LongAdder loads = new LongAdder();

    /**
     * Reads the data.
     */
    public Directory() {
        List<Airport> all = read();
        all.stream().limit(SIZE).forEach((airport) -> this.airports.put(airport.id(), airport));
        for (int i = 0; i < SIZE; i++) {
            List<Airport> page = List.copyOf(all.subList(i, i + AIRPORTS_PER_PAGE));
            this.pages.add(new AirportPage(i, page.get(0).country(), page));
        }
    }

    /**
     * An airport.
     * @param id its number
     * @return the airport
     */
    public Airport airport(long id) {
        this.loads.increment();
        Airport found = this.airports.get(id);
        if (found == null) {
            throw new IllegalArgumentException("There is no airport %d".formatted(id));
        }
        return found;
    }

    /**
     * A page.
     * @param number its number
     * @return the page
     */
    public AirportPage page(long number) {
        this.loads.increment();
        return this.pages.get((int) number);
    }

    /**
     * How often the source was asked.
     * @return the number of calls
     */
    public long loads() {
        return this.loads.sum();
    }

    /**
     * The numbers of all airports.
     * @return as many as {@link #SIZE}
     */
    public long[] ids() {
        return this.airports.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    private static List<Airport> read() {
        ClassPathResource file = new ClassPathResource("data/ourairports/airports.csv");
        try (CSVParser rows = CSVParser.parse(file.getInputStream(), StandardCharsets.UTF_8, FORMAT)) {
            return rows.stream().limit(SIZE + AIRPORTS_PER_PAGE).map(Directory::airport).toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Airport airport(CSVRecord row) {
        String elevation = optional(row, "elevation_ft");
        return new Airport(Long.parseLong(row.get("id")), row.get("ident"), optional(row, "iata_code"), row.get("name"),
                row.get("type"), Double.parseDouble(row.get("latitude_deg")),
                Double.parseDouble(row.get("longitude_deg")), (elevation != null) ? Integer.valueOf(elevation) : null,
                row.get("continent"), row.get("iso_country"), row.get("iso_region"), optional(row, "municipality"),
                "yes".equals(row.get("scheduled_service")));
    }

    private static @Nullable String optional(CSVRecord row, String column) {
        return row.get(column);
    }

}
