package io.tieredcache.drill;

/**
 * The set-up of {@link JetCacheApplication}.
 */
final class JetCacheSetup implements DrillSetup {

    @Override
    public DrillService start(DrillSettings settings, DrillSource source) {
        return OtherService.start(JetCacheApplication.class, settings, source);
    }

}
