// Classic and first, so that the page is never drawn in the wrong scheme.
(function () {
    'use strict';
    try {
        const chosen = window.localStorage.getItem('tiered-cache.theme');
        if (chosen === 'light' || chosen === 'dark') {
            document.documentElement.dataset.theme = chosen;
        }
    }
    catch {
        // Storage may be forbidden; the system's scheme is used then.
    }
}());
