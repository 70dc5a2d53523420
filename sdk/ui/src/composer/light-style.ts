/** Owns how the part of a composer looks that lies in the page itself: the field, its mentions and the list of people. */

const rules = `
.syncforge-field {
  min-block-size: 1.45em;
  max-block-size: 40vh;
  overflow-y: auto;
  padding: 8px 10px;
  outline: none;
  overflow-wrap: anywhere;
  cursor: text;
}
.syncforge-field:empty::before {
  content: attr(data-placeholder);
  color: var(--_faint);
  pointer-events: none;
}
.syncforge-field ul,
.syncforge-field ol {
  margin: 0;
  padding-inline-start: 1.4em;
}
.syncforge-field a {
  color: var(--_accent);
}
.syncforge-mention {
  padding-inline: 2px;
  border-radius: 4px;
  background: color-mix(in oklab, var(--_accent) 14%, transparent);
  color: var(--_accent);
  font-weight: 600;
}
.syncforge-people {
  position: fixed;
  min-inline-size: 180px;
  max-inline-size: min(320px, calc(100vw - 16px));
  max-block-size: 260px;
  overflow-y: auto;
  padding: 4px;
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  background: var(--_ground);
  color: var(--_ink);
  box-shadow: var(--_shadow);
  font: var(--_size) / 1.45 var(--_font);
}
.syncforge-option {
  display: flex;
  gap: 8px;
  justify-content: space-between;
  padding: 5px 8px;
  border-radius: calc(var(--_radius) * 0.5);
  overflow-wrap: anywhere;
  cursor: pointer;
}
.syncforge-option:hover {
  background: var(--_sunken);
}
.syncforge-option[aria-selected='true'] {
  background: var(--_accent);
  color: var(--_on-accent);
}
.syncforge-option-note {
  opacity: 0.8;
}
`

let sheet: CSSStyleSheet | undefined

/** Gives `root`, in which a composer lies, the look of it, once. */
export const dress = (root: Node): void => {
  if (!(root instanceof Document || root instanceof ShadowRoot)) return
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
