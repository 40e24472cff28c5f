package io.tieredcache;

/**
 * A bean that changes the settings of caches before they are made, for what the
 * configuration files cannot say, such as a {@link TtlFunction}. Called once per cache,
 * in the order of the beans.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheSettingsCustomizer {

    /**
     * Gives the settings to use.
     * @param settings the settings so far
     * @return the settings, changed or not
     */
    CacheSettings customize(CacheSettings settings);

}
