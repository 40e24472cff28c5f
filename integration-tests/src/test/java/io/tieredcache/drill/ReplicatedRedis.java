package io.tieredcache.drill;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * A Redis with replicas, which instances reach without relays: the servers tell clients
 * each other's addresses.
 */
abstract class ReplicatedRedis implements DrillRedis {

    /** Longer than it takes to kill a server. */
    private static final long PAUSE_MILLIS = 60_000;

    /**
     * Lets a server answer reads only, so that its replica catches up before it dies:
     * what a failover loses that Redis had acknowledged, no cache can know.
     */
    static String pauseWrites(RedisCommands<String, String> commands) {
        return commands.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(PAUSE_MILLIS).add("WRITE"));
    }

    @Override
    public Set<DrillFault> faults() {
        return EnumSet.of(DrillFault.SUBSCRIPTIONS_KILLED, DrillFault.REDIS_FLUSHED, DrillFault.FAILOVER,
                DrillFault.INSTANCE_STOPPED, DrillFault.INSTANCE_KILLED);
    }

    @Override
    public void freeze() {
        throw unsupported();
    }

    @Override
    public void thaw() {
        throw unsupported();
    }

    @Override
    public void kill() {
        throw unsupported();
    }

    @Override
    public void restart(boolean empty) {
        throw unsupported();
    }

    @Override
    public void freezeSubscription(int place) {
        throw unsupported();
    }

    @Override
    public void delaySubscription(int place, Duration delay) {
        throw unsupported();
    }

    @Override
    public void cut(int place) {
        throw unsupported();
    }

    @Override
    public void heal(int place) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("Instances reach these servers without a relay");
    }

}
