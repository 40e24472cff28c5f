package io.tieredcache.writebehind;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;
import io.tieredcache.cache.RecordFormat;
import io.tieredcache.store.WriteQueueStore.QueuedRecord;

/**
 * The handler of one queue, and the records that it gets.
 */
final class RecordHandler {

    private final WriteBehindHandler<Object> handler;

    private final Type type;

    @SuppressWarnings("unchecked")
    RecordHandler(WriteBehindHandler<?> handler, Type type) {
        // Every value is read as the type that the handler declares.
        this.handler = (WriteBehindHandler<Object>) handler;
        this.type = type;
    }

    Type type() {
        return this.type;
    }

    void write(List<WriteRecord<Object>> records) throws Exception {
        this.handler.write(records);
    }

    boolean isOutage(Throwable failure) {
        try {
            return this.handler.isOutage(failure);
        }
        catch (RuntimeException ex) {
            return false;
        }
    }

    /**
     * Makes the record that the handler gets.
     * @throws RuntimeException if it is no record of ours
     */
    static WriteRecord<Object> open(QueuedRecord record, RecordFormat format) {
        if (!record.id().endsWith("-0") || record.key().isEmpty()) {
            throw new IllegalArgumentException("no record of this queue");
        }
        long order = Long.parseLong(record.id().substring(0, record.id().length() - 2));
        @Nullable Object value = format.read(record.key(), record.value());
        return new WriteRecord<>(record.id(), record.key(), value,
                Instant.ofEpochMilli(Long.parseLong(record.queuedAt())), record.deliveries(), order);
    }

}
