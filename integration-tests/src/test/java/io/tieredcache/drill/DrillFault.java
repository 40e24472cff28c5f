package io.tieredcache.drill;

import java.time.Duration;

/**
 * What may go wrong.
 */
enum DrillFault {

    /** {@code CLIENT KILL TYPE pubsub}. */
    SUBSCRIPTIONS_KILLED {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().killSubscriptions();
        }

    },

    /** An instance's subscription looks connected, and nothing arrives. */
    SUBSCRIPTION_FROZEN {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().freezeSubscription(place);
        }

        @Override
        void end(Drill drill, int place) {
            drill.redis().heal(place);
        }

    },

    /** What an instance is told arrives three seconds late. */
    MESSAGES_DELAYED {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().delaySubscription(place, Duration.ofSeconds(3));
        }

        @Override
        void end(Drill drill, int place) {
            drill.redis().heal(place);
        }

    },

    /** An instance reaches Redis no more. */
    INSTANCE_CUT_OFF {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().cut(place);
        }

        @Override
        void end(Drill drill, int place) {
            drill.redis().heal(place);
        }

    },

    /** Redis is stopped by SIGSTOP: it answers nobody, and later goes on. */
    REDIS_FROZEN {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().freeze();
        }

        @Override
        void end(Drill drill, int place) {
            drill.redis().thaw();
        }

    },

    /** Redis is killed and comes back with all that it had acknowledged. */
    REDIS_RESTARTED {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().kill();
        }

        @Override
        void end(Drill drill, int place) {
            drill.redis().restart(false);
        }

    },

    /** Redis is killed and comes back empty. */
    REDIS_LOST {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().kill();
        }

        @Override
        void end(Drill drill, int place) {
            drill.redis().restart(true);
        }

    },

    /** {@code FLUSHALL}. */
    REDIS_FLUSHED {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().flush();
        }

    },

    /** A replica takes over. */
    FAILOVER {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().failOver();
        }

    },

    /** Slots move to another primary. */
    RESHARDING {

        @Override
        void begin(Drill drill, int place) {
            drill.redis().reshard();
        }

    },

    /** An instance is stopped by SIGSTOP, at whatever point it is, and goes on later. */
    INSTANCE_STOPPED {

        @Override
        void begin(Drill drill, int place) {
            drill.instance(place).stop();
        }

        @Override
        void end(Drill drill, int place) {
            drill.instance(place).goOn();
        }

    },

    /**
     * An instance is killed by SIGKILL, at whatever point it is, and replaced. Its
     * successor repeats the writes of which nobody knows whether they were told.
     */
    INSTANCE_KILLED {

        @Override
        void begin(Drill drill, int place) {
            drill.instance(place).awaitReady();
            drill.instance(place).kill();
        }

        @Override
        void end(Drill drill, int place) {
            drill.replace(place);
        }

    };

    /**
     * Lets it happen.
     * @param drill the drill
     * @param place whom it concerns, if it concerns one
     */
    abstract void begin(Drill drill, int place);

    /**
     * Ends it, unless it is over at once.
     */
    void end(Drill drill, int place) {
    }

    /**
     * Whether nobody reaches Redis while it lasts.
     */
    boolean silencesAll() {
        return this == REDIS_FROZEN || this == REDIS_RESTARTED || this == REDIS_LOST;
    }

    /**
     * Whether the instance that it concerns does not reach Redis while it lasts.
     */
    boolean silencesOne() {
        return this == INSTANCE_CUT_OFF;
    }

    /**
     * Whether Redis loses what it had acknowledged.
     */
    boolean losesData() {
        return this == REDIS_LOST || this == REDIS_FLUSHED || this == FAILOVER;
    }

    /**
     * Whether it lasts until it is ended.
     */
    boolean lasts() {
        return switch (this) {
            case SUBSCRIPTIONS_KILLED, REDIS_FLUSHED, FAILOVER, RESHARDING -> false;
            default -> true;
        };
    }

}
