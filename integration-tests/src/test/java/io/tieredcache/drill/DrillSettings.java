package io.tieredcache.drill;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What a process of the drill is told.
 *
 * @param setup class of the {@link DrillSetup}
 * @param namespace the namespace, and the name of the drill
 * @param directory where source and records are
 * @param seed of the random choices
 * @param items the items
 * @param load how much is read and written
 * @param boundMillis the bound of staleness
 * @param strong whether the cache of runways is strong, and used
 * @param off the guard that is switched off
 * @param properties more properties of the application, each with its value
 */
record DrillSettings(Class<? extends DrillSetup> setup, String namespace, Path directory, long seed, DrillItems items,
        DrillLoad load, long boundMillis, boolean strong, Guard off, List<String> properties) {

    DrillSettings withProperties(List<String> more) {
        return new DrillSettings(this.setup, this.namespace, this.directory, this.seed, this.items, this.load,
                this.boundMillis, this.strong, this.off, more);
    }

    Path sourceFile() {
        return this.directory.resolve("source");
    }

    Path recordsFile(int incarnation) {
        return this.directory.resolve("records-" + incarnation);
    }

    void write(Path file) {
        Properties values = new Properties();
        values.setProperty("setup", this.setup.getName());
        values.setProperty("namespace", this.namespace);
        values.setProperty("directory", this.directory.toString());
        values.setProperty("seed", Long.toString(this.seed));
        values.setProperty("airports", Integer.toString(this.items.airports()));
        values.setProperty("countries", Integer.toString(this.items.countries()));
        values.setProperty("readers", Integer.toString(this.load.readers()));
        values.setProperty("pace", Integer.toString(this.load.pace()));
        values.setProperty("write-pause", Integer.toString(this.load.writePauseMillis()));
        values.setProperty("even", Boolean.toString(this.load.even()));
        values.setProperty("bound", Long.toString(this.boundMillis));
        values.setProperty("strong", Boolean.toString(this.strong));
        values.setProperty("off", this.off.name());
        values.setProperty("properties", String.join("\n", this.properties));
        try (Writer writer = Files.newBufferedWriter(file)) {
            values.store(writer, null);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static DrillSettings read(Path file) throws IOException, ClassNotFoundException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        }
        return new DrillSettings(Class.forName(values.getProperty("setup")).asSubclass(DrillSetup.class),
                values.getProperty("namespace"), Path.of(values.getProperty("directory")),
                Long.parseLong(values.getProperty("seed")),
                new DrillItems(number(values, "airports"), number(values, "countries")),
                new DrillLoad(number(values, "readers"), number(values, "pace"), number(values, "write-pause"),
                        Boolean.parseBoolean(values.getProperty("even"))),
                number(values, "bound"), Boolean.parseBoolean(values.getProperty("strong")),
                Guard.valueOf(values.getProperty("off")), values.getProperty("properties").lines().toList());
    }

    private static int number(Properties values, String name) {
        return Integer.parseInt(values.getProperty(name));
    }

}
