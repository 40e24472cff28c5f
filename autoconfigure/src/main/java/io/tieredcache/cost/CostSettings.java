package io.tieredcache.cost;

/**
 * Settings of the cost view.
 *
 * @param sampleSize keys that are drawn from each Redis in a look
 * @param instances instances that share L2
 * @param warnAt share of a budget from which on its use is a warning
 * @param alarmAt share of a budget from which on its use is an alarm
 */
public record CostSettings(int sampleSize, int instances, double warnAt, double alarmAt) {

}
