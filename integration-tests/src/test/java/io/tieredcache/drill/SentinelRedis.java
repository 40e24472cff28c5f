package io.tieredcache.drill;

import java.util.List;

import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;

import io.tieredcache.testing.RedisSentinelProcess;

/**
 * A master with a replica, watched by three sentinels.
 */
final class SentinelRedis extends ReplicatedRedis {

    private final RedisSentinelProcess sentinel = RedisSentinelProcess.start();

    @Override
    public List<String> properties(int place) {
        return List.of("spring.data.redis.sentinel.master=" + RedisSentinelProcess.MASTER,
                "spring.data.redis.sentinel.nodes=" + this.sentinel.addresses());
    }

    @Override
    public void flush() {
        this.sentinel.execute(this.sentinel.master(), RedisCommands::flushall);
    }

    @Override
    public void killSubscriptions() {
        this.sentinel.execute(this.sentinel.master(), (commands) -> commands.clientKill(KillArgs.Builder.typePubsub()));
    }

    /**
     * Kills the master, when its replica has everything.
     */
    @Override
    public void failOver() {
        int master = this.sentinel.master();
        this.sentinel.execute(master, ReplicatedRedis::pauseWrites);
        this.sentinel.awaitReplicated(master);
        this.sentinel.server(master).kill();
        this.sentinel.awaitMasterOtherThan(master);
        this.sentinel.server(master).start();
        this.sentinel.awaitReplicated(this.sentinel.master());
    }

    @Override
    public int connections() {
        return this.sentinel.execute(this.sentinel.master(),
                (commands) -> Math.toIntExact(commands.clientList().lines().count()));
    }

    @Override
    public void close() {
        this.sentinel.close();
    }

}
