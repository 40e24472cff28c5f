/**
 * What can be done: each after a question that names it, and each told of when it is done.
 */

import { byId, h, setOptions } from './dom.js';
import { clock, duration } from './format.js';
import { confirmed } from './confirm.js';
import { sayFailure } from './failures.js';
import { AUDIT, TOGGLES, nameInForce } from './toggles.js';

const MOST_DONE = 20;

const FLEET = 'fleet';

const INSTANCE = 'instance';

export class Actions {

    #api;

    #changed;

    #model = null;

    /**
     * @param {Api} api the endpoint
     * @param {function()} changed is called when something was done
     */
    constructor(api, changed) {
        this.#api = api;
        this.#changed = changed;
        setOptions(byId('toggle-kind'), TOGGLES.map((toggle) => [toggle.id, toggle.of]));
        byId('invalidate-kind').addEventListener('change', showFields);
        byId('invalidate-form').addEventListener('submit', (event) => {
            event.preventDefault();
            this.#invalidate();
        });
        byId('toggle-kind').addEventListener('change', showShare);
        byId('toggle-form').addEventListener('submit', (event) => {
            event.preventDefault();
            this.#setToggle();
        });
        showFields();
        showNothingDone();
    }

    show(model) {
        this.#model = model;
        const names = model.caches.map((cache) => [cache.name, cache.name]);
        setOptions(byId('invalidate-cache'), names);
        setOptions(byId('toggle-cache'), [['', 'all caches'], ...names.map(([name]) => [`=${name}`, name])]);
        const reaches = [[FLEET, `all instances of ${model.instance.namespace}`], [INSTANCE, 'this instance only']];
        setOptions(byId('invalidate-reach'), reaches);
        setOptions(byId('toggle-reach'), reaches);
        this.#showToggles();
    }

    #showToggles() {
        const list = byId('toggles');
        const shown = JSON.stringify(this.#model.toggles.map((toggle) => [toggle.toggle, toggle.cache, toggle.reach, toggle.share]));
        if (list.dataset.shown !== shown) {
            list.dataset.shown = shown;
            list.replaceChildren(...(this.#model.toggles.length > 0 ? this.#model.toggles.map((toggle) => this.#toggle(toggle))
                : [h('li', { class: 'hint' }, 'No toggle is in force.')]));
        }
        this.#model.toggles.forEach((toggle, index) => {
            const left = list.children[index].querySelector('.left');
            left.textContent = `${duration(toggle.leftMillis)} left`;
        });
    }

    #toggle(toggle) {
        return h('li', { class: 'toggle' },
            h('span', { class: 'tag tag-warn' }, nameInForce(toggle)),
            h('span', { class: 'toggle-of' }, toggle.cache ? h('code', {}, toggle.cache) : 'all caches', `, ${reachInWords(toggle.reach, this.#model)}`),
            h('span', { class: 'left number' }),
            h('button', { type: 'button', on: { click: () => this.#endToggle(toggle) } }, 'End…'));
    }

    async #invalidate() {
        const form = {
            kind: byId('invalidate-kind').value,
            cache: byId('invalidate-cache').value,
            key: byId('invalidate-key').value,
            tag: byId('invalidate-tag').value,
            reach: byId('invalidate-reach').value,
        };
        const plan = this.#planOf(form);
        if (plan) {
            await this.#askAndDo(plan);
        }
    }

    #planOf({ kind, cache, key, tag, reach }) {
        const where = reachInWords(reach, this.#model);
        const then = afterInvalidation(reach);
        switch (kind) {
            case 'key':
                return {
                    title: 'Evict this key?', yes: 'Evict the key', then,
                    what: ['Evicts the key ', h('code', {}, key), ' of cache ', h('code', {}, cache), ` in ${where}.`],
                    act: () => this.#api.evict(cache, key, reach),
                };
            case 'tag':
                return {
                    title: 'Invalidate this tag?', yes: 'Invalidate the tag', then,
                    what: ['Invalidates every entry with the tag ', h('code', {}, tag), ` of all caches in ${where}.`],
                    act: () => this.#api.invalidateTag(tag, reach),
                };
            case 'cache':
                return {
                    title: 'Clear this cache?', yes: 'Clear the cache', then: `${then} All of its readers miss at first.`,
                    what: ['Clears the cache ', h('code', {}, cache), ` in ${where}.`],
                    act: () => this.#api.clear(cache, reach),
                };
            default: {
                const namespace = this.#model.instance.namespace;
                return {
                    title: 'Clear everything?', yes: 'Clear everything', type: namespace,
                    then: `${then} All readers of all caches miss at first: be sure that the source bears it.`,
                    what: [`Clears all ${this.#model.caches.length} caches of the namespace `, h('code', {}, namespace), ` in ${where}.`],
                    act: () => this.#api.clearNamespace(namespace, reach),
                };
            }
        }
    }

    #setToggle() {
        const kind = byId('toggle-kind').value;
        const chosen = byId('toggle-cache').value;
        const cache = chosen ? chosen.slice(1) : null;
        const reach = byId('toggle-reach').value;
        const time = byId('toggle-time');
        const toggle = TOGGLES.find(({ id }) => id === kind);
        const share = byId('toggle-share');
        const audit = kind === AUDIT;
        const where = [cache ? ['cache ', h('code', {}, cache)] : 'all caches',
            ` in ${reachInWords(reach, this.#model)} for ${time.selectedOptions[0].text}.`].flat();
        return this.#askAndDo({
            title: audit ? 'Change the audit?' : 'Switch off?', yes: audit ? 'Change the audit' : 'Switch off',
            then: `${toggle.effect} It ends by itself, and can be ended before.`,
            what: [audit ? `Compares ${share.selectedOptions[0].text} of ` : `Switches off ${toggle.of} of `, ...where],
            act: () => this.#api.setToggle(kind, cache, reach, time.value, audit ? share.value : null),
        });
    }

    #endToggle(toggle) {
        return this.#askAndDo({
            title: 'End it now?', yes: 'End it', then: toggle.toggle === 'bypass' ? 'The cache is cleared first.' : 'It is as it was before.',
            what: ['Ends ', h('em', {}, nameInForce(toggle)), ' of ', toggle.cache ? ['cache ', h('code', {}, toggle.cache)] : 'all caches',
                ` in ${reachInWords(toggle.reach, this.#model)}.`].flat(),
            act: () => this.#api.endToggle(toggle.toggle, toggle.cache, toggle.reach),
        });
    }

    async #askAndDo(plan) {
        if (!await confirmed(plan)) {
            return;
        }
        // The nodes were moved into the question; what is told later is their text.
        const what = byId('confirm-what').textContent;
        try {
            const done = await plan.act();
            tell('good', (done.changed === false) ? 'Nothing to do' : 'Done', what);
            this.#changed();
        }
        catch (error) {
            tell('bad', 'Failed', `${what} ${sayFailure(error)}`);
        }
    }

}

function showFields() {
    const kind = byId('invalidate-kind').value;
    byId('invalidate-form').querySelectorAll('[data-for]').forEach((field) => {
        const used = field.dataset.for.split(' ').includes(kind);
        field.hidden = !used;
        field.querySelectorAll('input').forEach((input) => {
            input.required = used;
        });
    });
}

function showShare() {
    byId('toggle-share-field').hidden = byId('toggle-kind').value !== AUDIT;
}

function showNothingDone() {
    byId('done').replaceChildren(h('li', { class: 'hint' }, 'Nothing yet.'));
}

function tell(tone, outcome, what) {
    const list = byId('done');
    if (!list.querySelector('.done-item')) {
        list.replaceChildren();
    }
    list.prepend(h('li', { class: 'done-item' }, h('time', {}, clock(Date.now())), h('span', { class: `tone tone-${tone}` }, outcome),
        h('span', {}, what)));
    while (list.children.length > MOST_DONE) {
        list.lastElementChild.remove();
    }
}

function reachInWords(reach, model) {
    return (reach === FLEET) ? `all instances of ${model.instance.namespace}` : 'this instance only';
}

function afterInvalidation(reach) {
    return (reach === FLEET) ? 'The next reads load from the source.'
        : 'Drops copies in this process only: the next reads are answered by Redis where that is valid.';
}
