/**
 * What can be switched.
 */

import { percent } from './format.js';

export const AUDIT = 'audit';

export const TOGGLES = [
    { id: 'l1-off', of: 'L1', name: 'L1 off', effect: 'No copy in a process answers or is kept.' },
    { id: 'l2-off', of: 'L2', name: 'L2 off', effect: 'No entry in Redis is read or stored.' },
    {
        id: 'bypass',
        of: 'both levels',
        name: 'bypass',
        effect: 'Every read asks the source and stores nothing. The cache is cleared when it comes back.',
    },
    { id: 'single-flight-off', of: 'single-flight', name: 'single-flight off', effect: 'Each caller that misses loads by itself.' },
    { id: AUDIT, of: 'share of the audit', name: 'audit', effect: 'This share of the hits is compared, at most as often as is configured.' },
];

export function nameOf(id) {
    return TOGGLES.find((toggle) => toggle.id === id)?.name ?? id;
}

/** A toggle in force, with its share where it has one. */
export function nameInForce({ toggle, share }) {
    return (typeof share === 'number') ? `${nameOf(toggle)} ${percent(share)}` : nameOf(toggle);
}
