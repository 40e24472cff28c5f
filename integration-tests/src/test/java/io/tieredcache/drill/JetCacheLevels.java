package io.tieredcache.drill;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheManager;
import com.alicp.jetcache.CacheMonitor;
import com.alicp.jetcache.CacheUtil;
import com.alicp.jetcache.MultiLevelCache;
import com.alicp.jetcache.event.CacheGetEvent;
import com.alicp.jetcache.template.CacheMonitorInstaller;
import com.alicp.jetcache.template.QuickConfig;

/**
 * Notes which level of JetCache answered. Both the first level and the whole tell their
 * monitors of a read on the thread of the reader.
 */
final class JetCacheLevels implements CacheMonitorInstaller {

    private final LastLevel last;

    JetCacheLevels(LastLevel last) {
        this.last = last;
    }

    @Override
    @SuppressWarnings({ "rawtypes", "unchecked" })
    public void addMonitors(CacheManager manager, Cache cache, QuickConfig config) {
        MultiLevelCache<?, ?> levels = (MultiLevelCache<?, ?>) CacheUtil.getAbstractCache(cache);
        CacheMonitor first = (event) -> {
            if (event instanceof CacheGetEvent read) {
                this.last.note(read.getResult().isSuccess() ? DrillLevel.L1 : DrillLevel.SOURCE);
            }
        };
        CacheMonitor whole = (event) -> {
            if (event instanceof CacheGetEvent read && read.getResult().isSuccess() && this.last.isSource()) {
                this.last.note(DrillLevel.L2);
            }
        };
        levels.caches()[0].config().getMonitors().add(first);
        levels.config().getMonitors().add(whole);
    }

}
