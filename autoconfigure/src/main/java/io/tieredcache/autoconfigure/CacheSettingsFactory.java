package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.CacheSettingsCustomizer;
import io.tieredcache.Consistency;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.SingleFlight;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.WriteBehindSettings;

/**
 * Turns properties into the settings of a cache, and checks what one value says of
 * another.
 */
final class CacheSettingsFactory {

    private static final Duration L1_TTL = Duration.ofMinutes(5);

    private static final long L1_MAX_ENTRIES = 10_000;

    private static final int MAX_NAME_LENGTH = 128;

    private final TieredCacheProperties properties;

    private final List<CacheSettingsCustomizer> customizers;

    CacheSettingsFactory(TieredCacheProperties properties, List<CacheSettingsCustomizer> customizers) {
        this.properties = properties;
        this.customizers = customizers;
        checkDefaults();
    }

    /**
     * Checks the defaults by themselves, so that a mistake in them stops the start even
     * where all caches are made on demand.
     */
    private void checkDefaults() {
        if (!this.properties.getDefaults().getDerivedFrom().isEmpty()) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.defaults.derived-from' would derive every cache, its sources included.",
                    "Set 'derived-from' below 'tiered-cache.caches.<name>'.");
        }
        var unused = WriteBehindSettingsFactory
            .create(new CacheSource("tiered-cache.defaults", new CacheProperties(), this.properties.getDefaults()));
        if (defaults().consistency() == Consistency.STRONG && this.properties.isOnDemand()) {
            throw new InvalidTieredCacheConfigurationException(
                    "'tiered-cache.defaults.consistency' is 'strong' and caches are made on demand: an instance that has "
                            + "not made a cache yet would not know that its writes must hold it.",
                    "Declare the strong caches below 'tiered-cache.caches', and set 'tiered-cache.on-demand' to false.");
        }
    }

    /**
     * The settings of a cache that sets none of its own.
     */
    CacheSettings defaults() {
        return create("defaults",
                new CacheSource("tiered-cache.defaults", new CacheProperties(), this.properties.getDefaults()));
    }

    /**
     * The settings of a cache.
     * @return {@code null} if it is not declared and caches on demand are switched off
     */
    @Nullable CacheSettings settings(String name) {
        CacheProperties declared = this.properties.getCaches().get(name);
        if (declared == null && !this.properties.isOnDemand()) {
            return null;
        }
        checkName(name);
        var unused = writeBehind(name);
        CacheSettings settings = create(name, source(name));
        String store = settings.l2().store();
        for (CacheSettingsCustomizer customizer : this.customizers) {
            settings = customizer.customize(settings);
        }
        if (!Objects.equals(store, settings.l2().store())) {
            throw new InvalidTieredCacheConfigurationException(
                    "A CacheSettingsCustomizer moved cache '%s' to another store.".formatted(name),
                    "Set 'tiered-cache.caches.%s.store' in its place.".formatted(name));
        }
        if (declared == null && settings.consistency() == Consistency.STRONG) {
            throw new InvalidTieredCacheConfigurationException(
                    "Cache '%s' is 'strong' and made on demand: an instance that has not made it yet would not know "
                        .formatted(name) + "that its writes must hold it.",
                    "Declare it as 'tiered-cache.caches.%s'.".formatted(name));
        }
        return settings;
    }

    /**
     * The settings of a cache's write-behind queue.
     */
    WriteBehindSettings writeBehind(String name) {
        return WriteBehindSettingsFactory.create(source(name));
    }

    /**
     * The store of a cache.
     * @return its name, {@code null} for the application's Redis
     */
    @Nullable String store(String name) {
        return StoresCheck.storeOf(source(name), this.properties);
    }

    private CacheSource source(String name) {
        CacheProperties declared = this.properties.getCaches().get(name);
        return new CacheSource("tiered-cache.caches." + name, (declared != null) ? declared : new CacheProperties(),
                this.properties.getDefaults());
    }

    private CacheSettings create(String name, CacheSource source) {
        Consistency consistency = source.get(CacheProperties::getConsistency, Consistency.BOUNDED);
        CacheMode mode = source.get(CacheProperties::getMode, CacheMode.ON);
        if (consistency == Consistency.STRONG && mode == CacheMode.L1_ONLY) {
            throw new InvalidTieredCacheConfigurationException(
                    "Cache '%s': consistency 'strong' does not use L1, and mode 'l1-only' uses nothing else."
                        .formatted(name),
                    "Set '%s' to 'on', or '%s' to 'bounded'.".formatted(source.property("mode"),
                            source.property("consistency")));
        }
        Duration ttl = source.positive("ttl", CacheProperties::getTtl, Duration.ofMinutes(10));
        return new CacheSettings(name, mode, consistency, stalenessBound(source), l1(source, ttl), l2(source, ttl),
                keys(source), load(source), stale(source, consistency), RefreshSettingsFactory.create(source),
                derivedFrom(source), whenUnreachable(source, consistency));
    }

    private static WhenUnreachable whenUnreachable(CacheSource source, Consistency consistency) {
        if (consistency == Consistency.STRONG) {
            if (source.own().getInvalidation().getWhenUnreachable() == WhenUnreachable.QUEUE) {
                throw new InvalidTieredCacheConfigurationException(
                        "%s is 'queue', but %s is 'strong': others would read what the write has changed."
                            .formatted(source.subject("invalidation.when-unreachable"), source.subject("consistency")),
                        "Set '%s' to 'throw', or '%s' to 'bounded'.".formatted(
                                source.property("invalidation.when-unreachable"), source.property("consistency")));
            }
            return WhenUnreachable.THROW;
        }
        return source.get((cache) -> cache.getInvalidation().getWhenUnreachable(), WhenUnreachable.THROW);
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new InvalidTieredCacheConfigurationException(
                    "A cache name has %d characters, but must have 1 to %d.".formatted(name.length(), MAX_NAME_LENGTH),
                    "Choose another name.");
        }
    }

    private Duration stalenessBound(CacheSource source) {
        Duration bound = source.positive("staleness-bound", CacheProperties::getStalenessBound, Duration.ofSeconds(5));
        Duration interval = this.properties.getInvalidation().getPulseInterval();
        if (bound.compareTo(interval.multipliedBy(2)) < 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s is %s, shorter than two pulses of the invalidation channel (%s each): L1 would never answer."
                        .formatted(source.subject("staleness-bound"), Words.of(bound), Words.of(interval)),
                    "Set '%s' to %s or more, or 'tiered-cache.invalidation.pulse-interval' to less."
                        .formatted(source.property("staleness-bound"), Words.of(interval.multipliedBy(2))));
        }
        return bound;
    }

    private static CacheSettings.L1 l1(CacheSource source, Duration l2Ttl) {
        Duration ttl = source.get((cache) -> cache.getL1().getTtl());
        if (ttl != null) {
            source.checkPositive("l1.ttl", ttl);
        }
        if (ttl != null && ttl.compareTo(l2Ttl) > 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s is %s, longer than the %s that entries live in Redis.".formatted(source.subject("l1.ttl"),
                            Words.of(ttl), Words.of(l2Ttl)),
                    "Set '%s' to %s or less.".formatted(source.property("l1.ttl"), Words.of(l2Ttl)));
        }
        Long entries = source.own().getL1().getMaxEntries();
        DataSize size = source.own().getL1().getMaxSize();
        if (entries == null && size == null) {
            entries = source.defaults().getL1().getMaxEntries();
            size = source.defaults().getL1().getMaxSize();
        }
        checkBound(source, entries, size);
        if (entries == null && size == null) {
            entries = L1_MAX_ENTRIES;
        }
        Duration usual = (l2Ttl.compareTo(L1_TTL) < 0) ? l2Ttl : L1_TTL;
        return new CacheSettings.L1((ttl != null) ? ttl : usual, entries, (size != null) ? size.toBytes() : null,
                source.get((cache) -> cache.getL1().getCopyOnRead(), false));
    }

    private static void checkBound(CacheSource source, @Nullable Long entries, @Nullable DataSize size) {
        if (entries != null && size != null) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s is %d and %s is %s, but L1 is bounded by entries or by bytes."
                        .formatted(source.subject("l1.max-entries"), entries, source.subject("l1.max-size"), size),
                    "Remove one of them.");
        }
        if ((entries != null && entries <= 0) || (size != null && size.toBytes() <= 0)) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be positive, found %s.".formatted(
                            source.subject((entries != null) ? "l1.max-entries" : "l1.max-size"),
                            (entries != null) ? entries : size),
                    "Set '%s' to 'l2-only' to switch L1 off.".formatted(source.property("mode")));
        }
    }

    private CacheSettings.L2 l2(CacheSource source, Duration ttl) {
        int jitter = source.get(CacheProperties::getJitter, 10);
        if (jitter < 0 || jitter > 50) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be 0 to 50 percent, found %d.".formatted(source.subject("jitter"), jitter),
                    "Set '%s' to a number of that range.".formatted(source.property("jitter")));
        }
        DataSize size = source.get(CacheProperties::getMaxEntrySize, DataSize.ofMegabytes(1));
        if (size.toBytes() < 1024 || size.toMegabytes() > 512) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be 1KB to 512MB, found %s.".formatted(source.subject("max-entry-size"), size),
                    "Set '%s' to a size of that range.".formatted(source.property("max-entry-size")));
        }
        Duration negative = source.positive("negative-ttl", CacheProperties::getNegativeTtl, Duration.ofSeconds(30));
        Duration soft = source.positive("l2.soft-timeout", (cache) -> cache.getL2().getSoftTimeout());
        Duration hard = source.positive("l2.hard-timeout", (cache) -> cache.getL2().getHardTimeout());
        checkOrder(source, "l2.soft-timeout", soft, "l2.hard-timeout", hard);
        String store = StoresCheck.storeOf(source, this.properties);
        StoreProperties itsProperties = (store != null) ? this.properties.getStores().get(store) : null;
        if (hard == null && itsProperties != null) {
            hard = itsProperties.getTimeout();
        }
        int maxTags = source.get(CacheProperties::getMaxTagsPerEntry, CacheSettings.L2.USUAL_TAGS);
        source.checkRange("max-tags-per-entry", maxTags, 1, CacheSettings.L2.MOST_TAGS);
        return new CacheSettings.L2(ttl, source.get(CacheProperties::getNegativeCaching, true), negative,
                jitter / 100.0, Math.toIntExact(size.toBytes()), source.get(CacheProperties::getSerializer, "json"),
                null, soft, hard, maxTags, store);
    }

    private static CacheSettings.Keys keys(CacheSource source) {
        int schema = source.get(CacheProperties::getSchema, 1);
        if (schema < 1) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s must be 1 or more, found %d.".formatted(source.subject("schema"), schema),
                    "Set '%s' to 1 or more.".formatted(source.property("schema")));
        }
        return new CacheSettings.Keys(schema, source.get(CacheProperties::getDimensions, List.of()),
                source.get(CacheProperties::getDimensionTags, false));
    }

    private static CacheSettings.Load load(CacheSource source) {
        Duration soft = source.positive("load.soft-timeout", (cache) -> cache.getLoad().getSoftTimeout());
        Duration hard = source.positive("load.hard-timeout", (cache) -> cache.getLoad().getHardTimeout());
        checkOrder(source, "load.soft-timeout", soft, "load.hard-timeout", hard);
        return new CacheSettings.Load(
                source.get((cache) -> cache.getLoad().getSingleFlight(), SingleFlight.DISTRIBUTED),
                source.positive("load.join-timeout", (cache) -> cache.getLoad().getJoinTimeout(),
                        Duration.ofSeconds(10)),
                source.positive("load.lease-time", (cache) -> cache.getLoad().getLeaseTime(), Duration.ofSeconds(30)),
                soft, hard);
    }

    private static void checkOrder(CacheSource source, String softName, @Nullable Duration soft, String hardName,
            @Nullable Duration hard) {
        if (soft != null && hard != null && soft.compareTo(hard) >= 0) {
            throw new InvalidTieredCacheConfigurationException(
                    "%s is %s, not shorter than %s, which is %s: it would never come to bear."
                        .formatted(source.subject(softName), Words.of(soft), source.subject(hardName), Words.of(hard)),
                    "Set '%s' to less than %s.".formatted(source.property(softName), Words.of(hard)));
        }
    }

    private static CacheSettings.Stale stale(CacheSource source, Consistency consistency) {
        Duration whileRevalidate = source.notNegative("stale.while-revalidate",
                (cache) -> cache.getStale().getWhileRevalidate());
        Duration ifError = source.notNegative("stale.if-error", (cache) -> cache.getStale().getIfError());
        if (consistency == Consistency.STRONG && !(whileRevalidate.isZero() && ifError.isZero())) {
            String property = whileRevalidate.isZero() ? "stale.if-error" : "stale.while-revalidate";
            throw new InvalidTieredCacheConfigurationException(
                    "%s is set, but %s is 'strong', which never serves a stale value."
                        .formatted(source.subject(property), source.subject("consistency")),
                    "Set '%s' to 'bounded', or '%s' to 0s.".formatted(source.property("consistency"),
                            source.property(property)));
        }
        return new CacheSettings.Stale(whileRevalidate, ifError,
                source.positive("stale.throttle", (cache) -> cache.getStale().getThrottle(), Duration.ofSeconds(5)));
    }

    private static CacheSettings.DerivedFrom derivedFrom(CacheSource source) {
        CacheDerivationProperties own = source.own().getDerivedFrom();
        for (String tag : own.getTags()) {
            if (tag.isEmpty() || tag.length() > MAX_NAME_LENGTH) {
                throw new InvalidTieredCacheConfigurationException(
                        "%s has a tag of %d characters.".formatted(source.subject("derived-from.tags"), tag.length()),
                        "Give it 1 to %d.".formatted(MAX_NAME_LENGTH));
            }
        }
        return new CacheSettings.DerivedFrom(Set.copyOf(own.getCaches()), Set.copyOf(own.getTags()));
    }

}
