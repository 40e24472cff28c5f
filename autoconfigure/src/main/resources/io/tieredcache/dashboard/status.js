/**
 * The state of this instance: what its channel does, and what waits.
 */

import { h, setText } from './dom.js';
import { duration, whole, words } from './format.js';

const STATES = {
    live: ['good', 'L1 answers on its own'],
    connecting: ['warn', 'not joined yet'],
    suspect: ['warn', 'no proof of life came back'],
    detached: ['bad', 'joined again with every pulse'],
};

export function showStatus(list, model) {
    const channel = model.channel;
    const [tone, meaning] = STATES[channel.state] ?? ['warn', ''];
    const away = model.stores.filter((store) => !store.reachable);
    const facts = [
        ['channel', 'Channel', words(channel.state), meaning, tone],
        ['proven', 'Proven alive', channel.provenAgoMillis === null ? 'never' : `${duration(channel.provenAgoMillis)} ago`,
            `in this state for ${duration(Date.now() - Date.parse(channel.since))}`],
        ['resyncs', 'Resyncs of L1', whole(channel.resyncs), 'gaps' in channel ? `${whole(channel.gaps)} gaps noticed` : 'the first joining included'],
        ['reconnects', 'Reconnects', whole(channel.reconnects), `${whole(channel.malformed)} foreign messages`],
        ['pending', 'Invalidations waiting', whole(model.pending), model.pending > 0 ? 'until Redis acknowledges' : 'Redis knows of all', model.pending > 0 ? 'bad' : null],
        ['redis', 'Redis', away.length > 0 ? `${away.length} away` : 'answers', (away.length > 0 ? away : model.stores).map((store) => store.name).join(', '),
            away.length > 0 ? 'bad' : 'good'],
        ['toggles', 'Toggles', whole(model.toggles.length), model.toggles.length > 0 ? 'in force, see below' : 'none in force', model.toggles.length > 0 ? 'warn' : null],
    ];
    facts.forEach(([id, ...fact]) => showFact(list, id, ...fact));
}

function showFact(list, id, label, value, note, tone) {
    let fact = list.querySelector(`[data-fact="${id}"]`);
    if (!fact) {
        fact = h('div', { class: 'fact', data: { fact: id } }, h('dt', {}, label), h('dd', { class: 'fact-value' }),
            h('dd', { class: 'hint' }));
        list.append(fact);
    }
    const [shown, small] = fact.querySelectorAll('dd');
    setText(shown, value);
    setText(small, note);
    shown.className = tone ? `fact-value tone tone-${tone}` : 'fact-value';
}
