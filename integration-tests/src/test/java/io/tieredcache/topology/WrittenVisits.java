package io.tieredcache.topology;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;

/**
 * What was written behind.
 */
final class WrittenVisits implements WriteBehindHandler<String> {

    private final Map<String, String> rows = new ConcurrentHashMap<>();

    @Override
    public String cache() {
        return TopologyInstance.QUEUED;
    }

    @Override
    public void write(List<WriteRecord<String>> records) {
        records.forEach((record) -> this.rows.put(record.keyAsString(), String.valueOf(record.value())));
    }

    @Nullable String row(String key) {
        return this.rows.get(key);
    }

}
