/**
 * Light, dark, or as the system says.
 */

const STORED = 'tiered-cache.theme';

export function bindTheme(select, changed) {
    select.value = document.documentElement.dataset.theme ?? 'auto';
    select.addEventListener('change', () => {
        choose(select.value);
        changed();
    });
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

function choose(theme) {
    if (theme === 'auto') {
        delete document.documentElement.dataset.theme;
    }
    else {
        document.documentElement.dataset.theme = theme;
    }
    try {
        window.localStorage.setItem(STORED, theme);
    }
    catch {
        // It counts for this page then.
    }
}
