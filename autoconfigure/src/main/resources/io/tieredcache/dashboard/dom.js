/**
 * Makes elements. Data only ever becomes text or an attribute's value: nothing here, nor in the other modules, parses
 * text as HTML.
 */

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'selected', 'open']);

export function byId(id) {
    return document.getElementById(id);
}

/**
 * @param {string} name the element's name
 * @param {Object} attributes attributes; 'on' has listeners, 'data' the data attributes; null leaves one out
 * @param {...(Node|string|number|null)} children what is in it
 */
export function h(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value === null || value === undefined) {
            continue;
        }
        if (key === 'on') {
            Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
        }
        else if (key === 'data') {
            Object.assign(element.dataset, value);
        }
        else if (PROPERTIES.has(key)) {
            element[key] = value;
        }
        else {
            element.setAttribute(key, String(value));
        }
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined).map(asNode));
    return element;
}

function asNode(child) {
    return (child instanceof Node) ? child : document.createTextNode(String(child));
}

/** Changes the text only where it differs, so that a selection in it and the caret stay. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** Gives a select its options and keeps what is chosen, where that is still there. */
export function setOptions(select, options) {
    const wanted = JSON.stringify(options);
    if (select.dataset.options === wanted) {
        return;
    }
    const chosen = select.value;
    select.dataset.options = wanted;
    select.replaceChildren(...options.map(([value, label]) => h('option', { value }, label)));
    if (options.some(([value]) => value === chosen)) {
        select.value = chosen;
    }
}

let ids = 0;

export function nextId(prefix) {
    ids += 1;
    return `${prefix}-${ids}`;
}
