package io.tieredcache.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tieredcache.Consistency;

/**
 * Judges the reads of a drill. All times are of the one monotonic clock of the machine.
 * <ul>
 * <li>A read is <b>stale</b> if it returned a version though a newer one had been
 * committed before the read began. Its staleness is the time from the commit of the next
 * newer version to the begin of the read.</li>
 * <li>A write is <b>told</b> when its call has returned and its invalidations are known
 * to be in Redis: at the return, or, where Redis could not be reached, when the queue of
 * the instance was seen to be empty. The writes of a process that was killed before that
 * are told when its successor has repeated them, those whose call threw when their caller
 * has.</li>
 * <li><b>Violations</b>: a stale read of
 * <ul>
 * <li>any class, on the instance that wrote, that began after the call returned;</li>
 * <li>class {@code bounded}, that began later than the bound after the write was told. An
 * instance that cannot reach Redis may not wait for that: there the bound runs from the
 * return of the call, or from the begin of the outage, whichever is later. A read that is
 * under way when the outage ends may be answered by Redis again, and is judged like any
 * other;</li>
 * <li>class {@code eventual}, that began later than the time to live in L1, and a second
 * for a load that was under way, after the write was told;</li>
 * <li>class {@code strong}, always. Only where Redis lost its data while the write was
 * under way (a hold is data) is it enough that the write was told.</li>
 * </ul>
 * </li>
 * <li>A <b>late store</b> is a hit of a version older than one that the same instance had
 * hit or written before, while a newer one was told: an old value came back. What was
 * loaded does not count: while Redis is away an instance may load what is newer than the
 * entry that it finds when Redis is back, and that is judged by the bound.</li>
 * <li>A <b>lost invalidation</b> is a value that is older than the source after all
 * writes ended, all are told and the bound is over.</li>
 * </ul>
 */
final class DrillChecker {

    /** What class eventual has beside the time to live in L1. */
    static final long SLACK_OF_EVENTUAL_MILLIS = 1_000;

    private final Drill drill;

    private final DrillItems items;

    private final long bound;

    private final List<DrillRecords> records = new ArrayList<>();

    private final List<Floor> committed = new ArrayList<>();

    private final List<Floor> told = new ArrayList<>();

    private final List<Floor> returned = new ArrayList<>();

    /** Of class strong: what may not be served. */
    private final List<Floor> held = new ArrayList<>();

    private final List<NavigableMap<Long, DrillRecords.Commit>> commits = new ArrayList<>();

    private final DrillReport report;

    DrillChecker(Drill drill) {
        this.drill = drill;
        this.items = drill.settings().items();
        this.bound = TimeUnit.MILLISECONDS.toNanos(drill.settings().boundMillis());
        this.report = new DrillReport(drill);
    }

    DrillReport check() {
        for (int item = 0; item < this.items.count(); item++) {
            this.committed.add(new Floor());
            this.told.add(new Floor());
            this.returned.add(new Floor());
            this.held.add(new Floor());
            this.commits.add(new TreeMap<>());
        }
        for (int incarnation = 0; incarnation < this.drill.places().size(); incarnation++) {
            DrillRecords read = new DrillRecords(this.drill.settings().recordsFile(incarnation));
            this.records.add(read);
            read.writes().forEach(this::note);
        }
        for (int incarnation = 0; incarnation < this.records.size(); incarnation++) {
            judge(incarnation, this.records.get(incarnation));
        }
        return this.report;
    }

    private void note(DrillRecords.Write write) {
        this.report.write(write);
        for (DrillRecords.Commit commit : write.commits()) {
            int item = commit.item();
            this.commits.get(item).put(commit.version(), commit);
            this.committed.get(item).raise(commit.at(), commit.version());
            this.told.get(item).raise(write.told(), commit.version());
            this.returned.get(item).raise(write.returned(), commit.version());
            this.held.get(item).raise(lostHold(write) ? write.told() : commit.at(), commit.version());
        }
    }

    private boolean lostHold(DrillRecords.Write write) {
        return this.drill.faults()
            .stream()
            .anyMatch((span) -> span.fault().losesData() && span.overlaps(write.began(), write.returned()));
    }

    private void judge(int incarnation, DrillRecords read) {
        int place = this.drill.places().get(incarnation);
        Map<Integer, Floor> own = new HashMap<>();
        Map<Integer, Floor> seen = new HashMap<>();
        for (DrillRecords.Write write : read.writes()) {
            for (DrillRecords.Commit commit : write.commits()) {
                long from = write.failed() ? DrillRecords.Commit.NEVER : write.returned();
                own.computeIfAbsent(commit.item(), (missing) -> new Floor()).raise(from, commit.version());
                seen.computeIfAbsent(commit.item(), (missing) -> new Floor()).raise(from, commit.version());
            }
        }
        for (int i = 0; i < read.reads(); i++) {
            if (read.level(i) == DrillLevel.L1 || read.level(i) == DrillLevel.L2) {
                seen.computeIfAbsent(read.item(i), (missing) -> new Floor()).raise(read.ended(i), read.version(i));
            }
        }
        this.report.loads(read.loads());
        for (int i = 0; i < read.loadedItems().size(); i++) {
            this.report.load(this.items.cache((int) read.loadedItems().get(i)));
        }
        for (int i = 0; i < read.reads(); i++) {
            int item = read.item(i);
            DrillReport.Row row = this.report.row(this.items.cache(item), read.level(i));
            row.read(read.began(i), read.ended(i));
            if (read.level(i) == DrillLevel.ERROR) {
                continue;
            }
            long version = read.version(i);
            long began = read.began(i);
            if (version >= this.committed.get(item).at(began)) {
                continue;
            }
            boolean late = version < this.told.get(item).at(began);
            row.stale(Math.max(0, began - committedAfter(item, version)), late);
            if (began >= this.drill.sweepBegan()) {
                row.lost();
            }
            Floor ownFloor = own.get(item);
            if (ownFloor != null && version < ownFloor.at(began)) {
                violation(row, "read after own write", incarnation, read, i);
            }
            else if (isBeyondBound(item, version, began, read.ended(i), place)) {
                violation(row, "beyond the bound", incarnation, read, i);
            }
            if (late && read.level(i) != DrillLevel.SOURCE && version < seen.get(item).at(began)) {
                row.lateStore();
                this.report.detail("late store: " + describe(incarnation, read, i));
            }
        }
    }

    private boolean isBeyondBound(int item, long version, long began, long ended, int place) {
        Consistency consistency = this.items.cache(item).consistency();
        if (consistency == Consistency.STRONG) {
            return version < this.held.get(item).at(began);
        }
        long allowed = this.bound
                + ((consistency == Consistency.EVENTUAL) ? TimeUnit.MILLISECONDS.toNanos(SLACK_OF_EVENTUAL_MILLIS) : 0);
        if (version < this.told.get(item).at(began - allowed)) {
            return true;
        }
        FaultSpan outage = outage(place, began, ended);
        return outage != null && began - outage.struck() > allowed
                && version < this.returned.get(item).at(began - allowed);
    }

    private @Nullable FaultSpan outage(int place, long from, long to) {
        for (FaultSpan span : this.drill.faults()) {
            if (span.silences(place, from, to)) {
                return span;
            }
        }
        return null;
    }

    /** When the next newer version that is known of was committed. */
    private long committedAfter(int item, long version) {
        return this.commits.get(item).higherEntry(version).getValue().at();
    }

    private void violation(DrillReport.Row row, String what, int incarnation, DrillRecords read, int index) {
        row.violation();
        this.report.detail(what + ": " + describe(incarnation, read, index));
    }

    private String describe(int incarnation, DrillRecords read, int index) {
        int item = read.item(index);
        long began = read.began(index);
        DrillRecords.Commit next = this.commits.get(item).higherEntry(read.version(index)).getValue();
        return "seed %d, %s key %d, instance %d (place %d), level %s: version %d, read at %.3fs to %.3fs; version %d was committed at %.3fs, returned at %s, told at %s; committed then %d, told then %d"
            .formatted(this.drill.settings().seed(), this.items.cache(item).cacheName(), this.items.key(item),
                    incarnation, this.drill.places().get(incarnation), read.level(index), read.version(index),
                    this.drill.seconds(began), this.drill.seconds(read.ended(index)), next.version(),
                    this.drill.seconds(next.at()), moment(next.write().returned()), moment(next.write().told()),
                    this.committed.get(item).at(began), this.told.get(item).at(began));
    }

    private String moment(long moment) {
        return (moment == DrillRecords.Commit.NEVER) ? "never" : "%.3fs".formatted(this.drill.seconds(moment));
    }

}
