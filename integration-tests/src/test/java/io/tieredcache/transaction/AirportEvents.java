package io.tieredcache.transaction;

import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

import io.tieredcache.annotation.InvalidateTags;

/**
 * Hears of renamed airports once that is committed.
 */
class AirportEvents {

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    @InvalidateTags("airport:#{#event.code}")
    public void renamed(Renamed event) {
        // The annotation does it all.
    }

    /**
     * An airport was renamed.
     *
     * @param code the airport's code
     */
    record Renamed(String code) {

        public String getCode() {
            return this.code;
        }

    }

}
