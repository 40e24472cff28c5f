/**
 * Talks to the endpoint, and to nothing else. The browser sends what it has of the signed-in user.
 */

const TIMEOUT = 10_000;

const CSRF_COOKIE = 'XSRF-TOKEN';

const CSRF_HEADER = 'X-XSRF-TOKEN';

/** The endpoint did not do what was asked. */
export class RequestFailed extends Error {

    /**
     * @param {number} status the HTTP status, 0 where there was no answer
     * @param {string} message what the server said of it
     */
    constructor(status, message) {
        super(message);
        this.name = 'RequestFailed';
        this.status = status;
    }

}

export class Api {

    #root;

    /** @param {string} root the endpoint's address, relative to this page's */
    constructor(root) {
        this.#root = root;
    }

    get address() {
        return new URL(this.#root, document.location.href).href;
    }

    caches() {
        return this.#send('GET', '', {});
    }

    explain(cache, key) {
        return this.#send('GET', entryOf(cache), { key });
    }

    evict(cache, key, reach) {
        return this.#send('DELETE', entryOf(cache), { key, reach });
    }

    clear(cache, reach) {
        return this.#send('DELETE', pathOf(cache), { reach });
    }

    invalidateTag(tag, reach) {
        return this.#send('DELETE', '', { tag, reach });
    }

    clearNamespace(namespace, reach) {
        return this.#send('DELETE', '', { namespace, reach });
    }

    setToggle(toggle, cache, reach, duration, share) {
        return this.#send('POST', '', {}, { toggle, reach, duration, ...(cache ? { cache } : {}), ...(share ? { share } : {}) });
    }

    endToggle(toggle, cache, reach) {
        return this.#send('DELETE', '', { toggle, reach, ...(cache ? { cache } : {}) });
    }

    async #send(method, path, query, body) {
        const url = new URL(this.#root + path, document.location.href);
        Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
        const response = await answered(url, {
            method,
            headers: headers(method, body),
            body: body ? JSON.stringify(body) : undefined,
            credentials: 'same-origin',
            cache: 'no-store',
            // A way to a login page is no answer.
            redirect: 'manual',
            signal: AbortSignal.timeout(TIMEOUT),
        });
        if (response.type === 'opaqueredirect') {
            throw new RequestFailed(401, '');
        }
        const content = await contentOf(response);
        if (!response.ok) {
            throw new RequestFailed(response.status, typeof content?.detail === 'string' ? content.detail : '');
        }
        if (content === null) {
            throw new RequestFailed(response.status, 'The answer is not the one of the endpoint.');
        }
        return content;
    }

}

function pathOf(cache) {
    return `/${encodeURIComponent(cache)}`;
}

function entryOf(cache) {
    return `${pathOf(cache)}/entry`;
}

async function answered(url, request) {
    try {
        return await fetch(url, request);
    }
    catch (error) {
        throw new RequestFailed(0, error.name === 'TimeoutError' ? `No answer within ${TIMEOUT / 1000} s.` : '');
    }
}

async function contentOf(response) {
    try {
        return await response.json();
    }
    catch {
        return null;
    }
}

function headers(method, body) {
    // Spring Security then answers with 401 and no prompt of the browser's own.
    const all = { 'Accept': 'application/json', 'X-Requested-With': 'XMLHttpRequest' };
    if (body) {
        all['Content-Type'] = 'application/json';
    }
    const token = (method === 'GET') ? null : cookie(CSRF_COOKIE);
    if (token !== null) {
        all[CSRF_HEADER] = token;
    }
    return all;
}

function cookie(name) {
    const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}
