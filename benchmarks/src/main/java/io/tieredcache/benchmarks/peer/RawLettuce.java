package io.tieredcache.benchmarks.peer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.AirportPage;
import io.tieredcache.benchmarks.data.Directory;

/**
 * GET by Lettuce on one connection that all threads share, and decoding of JSON by a
 * reader of the value's type: as little as a read from Redis can be.
 */
public class RawLettuce implements AutoCloseable {

    private final RedisClient client;

    private final RedisAsyncCommands<String, byte[]> commands;

    private final ObjectReader airports;

    private final ObjectReader pages;

    /**
     * Create a service and fill Redis.
     * @param directory the source
     */
    public RawLettuce(Directory directory) {
        this.client = RedisClient.create(RedisAddress.uri());
        StatefulRedisConnection<String, byte[]> connection = this.client
            .connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        this.commands = connection.async();
        JsonMapper mapper = JsonMapper.builder().build();
        this.airports = mapper.readerFor(Airport.class);
        this.pages = mapper.readerFor(AirportPage.class);
        ObjectWriter writer = mapper.writer();
        for (long id : directory.ids()) {
            connection.sync().set("raw:airports:" + id, writer.writeValueAsBytes(directory.airport(id)));
        }
        for (int number = 0; number < Directory.SIZE; number++) {
            connection.sync().set("raw:pages:" + number, writer.writeValueAsBytes(directory.page(number)));
        }
    }

    /**
     * An airport.
     * @param id its number
     * @return the airport
     */
    public Airport airport(long id) {
        return this.airports.readValue(get("raw:airports:" + id));
    }

    /**
     * An airport, not decoded.
     * @param id its number
     * @return its JSON
     */
    public byte[] bytes(long id) {
        return get("raw:airports:" + id);
    }

    /**
     * A page.
     * @param number its number
     * @return the page
     */
    public AirportPage page(long number) {
        return this.pages.readValue(get("raw:pages:" + number));
    }

    private byte[] get(String key) {
        return this.commands.get(key).toCompletableFuture().join();
    }

    @Override
    public void close() {
        this.client.shutdown();
    }

}
