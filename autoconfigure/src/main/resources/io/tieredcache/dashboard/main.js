/**
 * Polls the endpoint and shows what it answers.
 */

import { Actions } from './actions.js';
import { Api } from './api.js';
import { CacheTable } from './cache-table.js';
import { makeCharts } from './charts.js';
import { byId, setOptions, setText } from './dom.js';
import { bindExplain, showCachesToExplain } from './explain.js';
import { hidesFigures, trouble } from './failures.js';
import { duration } from './format.js';
import { History } from './history.js';
import { modelOf } from './model.js';
import { showStatus } from './status.js';
import { bindTheme } from './theme-switch.js';
import { showVerdicts } from './verdicts.js';

const MOST_WAIT = 30_000;

class Dashboard {

    #api = new Api(document.documentElement.dataset.endpoint);

    #history = new History();

    #charts = makeCharts(byId('chart-grid'));

    #table = new CacheTable((name) => this.#look(name));

    #actions = new Actions(this.#api, () => this.poll());

    #model = null;

    #polled = null;

    #failures = 0;

    #paused = false;

    #timer = null;

    #polling = false;

    start() {
        bindTheme(byId('theme'), () => this.#charts.forEach((chart) => chart.draw()));
        bindExplain(this.#api);
        byId('scope').addEventListener('change', () => this.#draw());
        byId('interval').addEventListener('change', () => this.poll());
        byId('pause').addEventListener('click', () => this.#pause(!this.#paused));
        document.addEventListener('visibilitychange', () => {
            if (!document.hidden) {
                this.poll();
            }
        });
        window.setInterval(() => this.#sayFreshness(), 1000);
        this.poll();
    }

    async poll() {
        window.clearTimeout(this.#timer);
        if (this.#polling) {
            return;
        }
        this.#polling = true;
        try {
            this.#show(modelOf(await this.#api.caches()));
        }
        catch (error) {
            this.#fail(error);
        }
        finally {
            this.#polling = false;
            this.#next();
        }
    }

    #next() {
        window.clearTimeout(this.#timer);
        if (this.#paused || document.hidden) {
            return;
        }
        const interval = Number(byId('interval').value);
        const wait = (this.#failures === 0) ? interval : Math.min(MOST_WAIT, interval * 2 ** Math.min(this.#failures, 5));
        this.#timer = window.setTimeout(() => this.poll(), wait);
    }

    #show(model) {
        this.#failures = 0;
        this.#model = model;
        this.#polled = Date.now();
        this.#history.add(model, this.#polled);
        byId('trouble').replaceChildren();
        byId('content').hidden = false;
        byId('content').removeAttribute('aria-busy');
        byId('content').classList.remove('outdated');
        setText(byId('instance'), `${model.instance.namespace} · ${model.instance.id}`);
        byId('instance').title = `Namespace and id of this instance: ${model.instance.namespace}, ${model.instance.id}`;
        byId('instance').hidden = false;
        setOptions(byId('scope'), [['', 'all caches'], ...model.caches.map((cache) => [`=${cache.name}`, cache.name])]);
        showStatus(byId('status'), model);
        showVerdicts(model.caches);
        showCachesToExplain(model.caches);
        this.#actions.show(model);
        this.#draw();
        this.#sayFreshness();
    }

    #draw() {
        const chosen = byId('scope').value;
        const scope = chosen ? chosen.slice(1) : '';
        const points = this.#history.points(scope);
        this.#charts.forEach((chart) => chart.update(points));
        if (this.#model) {
            this.#table.show(this.#model.caches, this.#history, scope);
        }
    }

    #fail(error) {
        this.#failures += 1;
        this.#history.gap();
        const hide = hidesFigures(error);
        if (hide) {
            this.#polled = null;
        }
        byId('content').hidden = hide || this.#polled === null;
        byId('content').classList.toggle('outdated', !hide);
        byId('instance').hidden = hide;
        const kind = `${error.status}`;
        // An alert that is made anew is read out anew.
        if (byId('trouble').dataset.kind !== kind || byId('trouble').childElementCount === 0) {
            byId('trouble').dataset.kind = kind;
            byId('trouble').replaceChildren(trouble(error, this.#api.address, this.#polled, () => this.poll()));
        }
        this.#sayFreshness();
    }

    #look(name) {
        const value = `=${name}`;
        byId('scope').value = (byId('scope').value === value) ? '' : value;
        this.#draw();
    }

    #pause(paused) {
        this.#paused = paused;
        byId('pause').setAttribute('aria-pressed', String(paused));
        if (paused) {
            window.clearTimeout(this.#timer);
        }
        else {
            this.poll();
        }
        this.#sayFreshness();
    }

    #sayFreshness() {
        const age = (this.#polled === null) ? null : Date.now() - this.#polled;
        const behind = this.#failures > 0 || this.#paused;
        setText(byId('freshness'), (age !== null && behind) ? `figures of ${duration(Math.round(age / 1000) * 1000)} ago` : '');
    }

}

// In a frame of another page a click could be meant for something else.
if (window.top === window.self) {
    new Dashboard().start();
}
else {
    byId('content').hidden = true;
    byId('trouble').textContent = 'This page does not work within a frame. Open it on its own.';
}
