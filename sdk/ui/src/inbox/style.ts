/** Owns how an inbox looks. */
import { css } from 'lit'

export const inboxStyle = css`
  :host {
    display: inline-block;
  }
  :host(:state(inline)) {
    display: block;
  }
  .bell {
    position: relative;
  }
  .count {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: -4px;
    min-inline-size: 16px;
    padding: 0 4px;
    border-radius: 8px;
    background: var(--_bad);
    color: var(--_ground);
    font-size: 11px;
    font-weight: 700;
    line-height: 16px;
    text-align: center;
  }
  .panel {
    display: grid;
    gap: 8px;
    align-content: start;
    padding: 12px;
    background: var(--_ground);
    color: var(--_ink);
  }
  .panel[popover] {
    display: none;
    position: fixed;
    inline-size: min(380px, calc(100vw - 16px));
    max-block-size: min(560px, calc(100vh - 16px));
    overflow-y: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    box-shadow: var(--_shadow);
  }
  .panel[popover]:popover-open {
    display: grid;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  h2,
  h3 {
    flex: 1;
    margin: 0;
    font-size: 1em;
  }
  li {
    display: flex;
    align-items: start;
    gap: 4px;
    padding: 6px 8px;
    border-radius: calc(var(--_radius) * 0.75);
  }
  li.new {
    background: color-mix(in oklab, var(--_accent) 9%, transparent);
  }
  .go {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    gap: 1px;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .new .title {
    font-weight: 600;
  }
  .text {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .where,
  time {
    color: var(--_faint);
    font-size: 0.9em;
  }
  table {
    border-collapse: collapse;
  }
  th {
    font-weight: 400;
    text-align: start;
  }
  td,
  thead th + th {
    inline-size: 76px;
    text-align: center;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  input[type='time'] {
    inline-size: auto;
  }
  input[type='checkbox'] {
    inline-size: 18px;
    block-size: 18px;
    accent-color: var(--_accent);
  }
  .times {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`
