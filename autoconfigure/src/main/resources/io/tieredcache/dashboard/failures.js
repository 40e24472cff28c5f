/**
 * What went wrong, in words, and what to do.
 */

import { h } from './dom.js';
import { clock } from './format.js';

const EXPOSE = `management:
  endpoints:
    web:
      exposure:
        include: tieredcache, tieredcacheui`;

/** One sentence about a failed action. */
export function sayFailure(error) {
    const said = error.message ? ` ${error.message}` : '';
    switch (error.status) {
        case 0:
            return `The instance does not answer.${said}`;
        case 401:
            return 'You are not signed in.';
        case 403:
            return 'The server refused: you may not do this, or it wants a CSRF token that this page cannot read.';
        case 405:
            return 'The endpoint is read-only here.';
        case undefined:
            return `This page failed: ${error.message}`;
        default:
            return `The endpoint answered ${error.status}.${said}`;
    }
}

/**
 * What stands in the place of figures that cannot be had.
 * @param {Error} error why
 * @param {string} address the endpoint's
 * @param {?number} since when figures were last had, null for never
 * @param {function()} again tries again at once
 */
export function trouble(error, address, since, again) {
    const retry = h('button', { type: 'button', class: 'primary', on: { click: again } }, 'Try again');
    switch (error.status) {
        case 401:
            return panel('Sign in to see the caches', [
                h('p', {}, 'The endpoint answers those who are signed in only. Sign in to the application in this browser, then try again.'),
            ], retry, h('a', { class: 'button', href: address, target: '_blank', rel: 'noopener' }, 'Open the endpoint to sign in'));
        case 403:
            return panel('You may not see the caches', [
                h('p', {}, 'You are signed in, but your user has no right to the endpoint ', h('code', {}, 'tieredcache'), '.'),
            ], retry);
        case 404:
            return panel('The endpoint is not there', [
                h('p', {}, 'Nothing answers at ', h('code', {}, address), '. Expose the endpoint, and this page with it:'),
                h('pre', { tabindex: 0 }, EXPOSE),
            ], retry);
        default:
            return h('div', { class: 'notice notice-bad notice-row' }, h('p', {}, sayFailure(error),
                since === null ? ' It is asked again.' : ` The figures below are of ${clock(since)}. It is asked again.`), retry);
    }
}

/** Whether nothing that was shown may stay: the user has no right to it. */
export function hidesFigures(error) {
    return error.status === 401 || error.status === 403 || error.status === 404;
}

function panel(title, content, ...actions) {
    return h('section', { class: 'panel' }, h('h2', {}, title), content, h('div', { class: 'panel-end' }, actions));
}
