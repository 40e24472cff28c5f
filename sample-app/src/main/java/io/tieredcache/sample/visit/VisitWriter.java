package io.tieredcache.sample.visit;

import java.util.List;

import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteRecord;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes visits to the table. A record may come twice; its order tells. Each is one more
 * visit, so none may be written ahead of those that wait: where Redis is away visits are
 * refused.
 */
@Component
class VisitWriter implements WriteBehindHandler<Visit> {

    private final VisitRepository visits;

    VisitWriter(VisitRepository visits) {
        this.visits = visits;
    }

    @Override
    public String cache() {
        return "last-visits";
    }

    @Override
    @Transactional
    public void write(List<WriteRecord<Visit>> records) {
        for (WriteRecord<Visit> record : records) {
            Visit visit = record.value();
            if (visit != null) {
                this.visits.add(visit, record.order());
            }
        }
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return failure instanceof DataAccessResourceFailureException;
    }

}
