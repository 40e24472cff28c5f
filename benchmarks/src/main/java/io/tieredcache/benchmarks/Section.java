package io.tieredcache.benchmarks;

import io.tieredcache.benchmarks.report.Page;

/**
 * A part of the run with a part of the page.
 */
public interface Section {

    /**
     * The name by which the section can be asked for.
     * @return a short name in lower case
     */
    String name();

    /**
     * Measures.
     * @param run what to measure with
     * @param page takes what was measured
     * @throws Exception if something cannot be measured; the run goes on with the next
     * section, and fails at its end
     */
    void run(Run run, Page page) throws Exception;

}
