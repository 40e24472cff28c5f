/**
 * What can be switched off.
 */

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
];

export function nameOf(id) {
    return TOGGLES.find((toggle) => toggle.id === id)?.name ?? id;
}
