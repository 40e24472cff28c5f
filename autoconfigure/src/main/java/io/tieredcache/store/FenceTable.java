package io.tieredcache.store;

import org.jspecify.annotations.Nullable;

/**
 * The fences of tags that this instance knows, bounded: a fence that has to leave the
 * table is killed, and the copies that hold it are unreadable. Safe for concurrent use.
 */
public interface FenceTable {

    /**
     * Gives the fence of a name, a new unsettled one where there is none.
     * @param name the fence's name
     * @return the fence
     */
    Fence fence(String name);

    /**
     * Gives the fence of a name if it is in the table.
     * @param name the fence's name
     * @return the fence or {@code null}
     */
    @Nullable Fence peek(String name);

    /**
     * Kills the fence of a name and takes it out.
     * @param name the fence's name
     */
    void kill(String name);

    /**
     * Kills all fences and takes them out.
     */
    void killAll();

    /**
     * Number of fences in the table, about.
     * @return the number
     */
    long size();

}
