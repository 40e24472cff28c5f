package io.tieredcache.drill;

/**
 * The set-up of {@link SpringCacheApplication}.
 */
final class SpringCacheSetup implements DrillSetup {

    @Override
    public DrillService start(DrillSettings settings, DrillSource source) {
        return OtherService.start(SpringCacheApplication.class, settings, source);
    }

}
