package io.tieredcache.strong;

import java.util.List;

/**
 * What a process of the bank is told.
 *
 * @param redisPort where Redis listens
 * @param namespace the namespace
 * @param url the database
 * @param holds whether strong caches are held
 * @param accounts number of accounts
 * @param seed of its random choices
 * @param point where its writer stops for ever
 * @param lastWrite in which write
 */
record TellerSettings(int redisPort, String namespace, String url, boolean holds, int accounts, long seed,
        KillPoint point, int lastWrite) {

    List<String> arguments() {
        return List.of(Integer.toString(this.redisPort), this.namespace, this.url, Boolean.toString(this.holds),
                Integer.toString(this.accounts), Long.toString(this.seed), this.point.name(),
                Integer.toString(this.lastWrite));
    }

    static TellerSettings of(String... arguments) {
        return new TellerSettings(Integer.parseInt(arguments[0]), arguments[1], arguments[2],
                Boolean.parseBoolean(arguments[3]), Integer.parseInt(arguments[4]), Long.parseLong(arguments[5]),
                KillPoint.valueOf(arguments[6]), Integer.parseInt(arguments[7]));
    }

    /**
     * The hold is short, so that what dead writers held is cached again, and longer than
     * a write waits on a busy machine.
     */
    String[] properties() {
        return new String[] { "spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.redisPort,
                "tiered-cache.namespace=" + this.namespace, "tiered-cache.redis.timeout=5s",
                "tiered-cache.redis.min-timeout=5s", "tiered-cache.on-demand=false",
                "tiered-cache.caches.accounts.consistency=strong", "tiered-cache.transactions.hold-time=8s",
                "bank.url=" + this.url, "bank.holds=" + this.holds };
    }

}
