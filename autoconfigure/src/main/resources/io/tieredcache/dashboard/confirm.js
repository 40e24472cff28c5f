/**
 * Asks before something is done, by naming it. Nothing is done unless the answer is yes.
 */

import { byId, h } from './dom.js';

/**
 * @param {Object} question
 * @param {string} question.title what is asked
 * @param {(string|Node)[]} question.what what will be done, with its target
 * @param {string} question.then what follows from it
 * @param {string} question.yes label of the button that does it
 * @param {string} [question.type] what has to be typed first
 * @return {Promise<boolean>} whether to do it
 */
export function confirmed({ title, what, then, yes, type }) {
    const dialog = byId('confirm');
    const form = byId('confirm-form');
    const text = byId('confirm-text');
    const act = byId('confirm-do');
    byId('confirm-title').textContent = title;
    byId('confirm-what').replaceChildren(...what);
    byId('confirm-then').textContent = then;
    byId('confirm-type').hidden = !type;
    byId('confirm-type-label').replaceChildren('Type ', h('code', {}, type ?? ''), ' to go on');
    text.value = '';
    act.textContent = yes;
    act.disabled = Boolean(type);
    dialog.returnValue = '';

    return new Promise((resolve) => {
        const listeners = new AbortController();
        const { signal } = listeners;
        text.addEventListener('input', () => {
            act.disabled = Boolean(type) && text.value !== type;
        }, { signal });
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            if (!act.disabled) {
                dialog.close('yes');
            }
        }, { signal });
        byId('confirm-cancel').addEventListener('click', () => dialog.close(), { signal });
        dialog.addEventListener('close', () => {
            listeners.abort();
            resolve(dialog.returnValue === 'yes');
        }, { signal });
        dialog.showModal();
        (type ? text : byId('confirm-cancel')).focus();
    });
}
