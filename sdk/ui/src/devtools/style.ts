/** Owns how the tools look: small, monospaced, at the lower edge of the window. */
import { css } from 'lit'

export const toolsStyle = css`
  :host {
    position: fixed;
    inset: auto 0 0 0;
    z-index: var(--syncforge-layer, 1000);
    --_size: 12px;
    pointer-events: none;
  }
  .opener {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-start: 12px;
    padding: 6px 12px;
    border: 1px solid var(--_line);
    border-radius: 999px;
    background: var(--_ground);
    box-shadow: var(--_shadow);
    pointer-events: auto;
  }
  .panel {
    display: flex;
    flex-direction: column;
    block-size: min(340px, 60vh);
    border-block-start: 1px solid var(--_line);
    background: var(--_ground);
    box-shadow: var(--_shadow);
    pointer-events: auto;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 4px 8px;
    border-block-end: 1px solid var(--_line);
    overflow-x: auto;
  }
  .bar [role='tablist'] {
    display: flex;
    flex: 1;
    gap: 2px;
  }
  .bar button,
  .tools button {
    padding: 4px 10px;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.75);
    background: none;
    white-space: nowrap;
  }
  .tools button {
    border-color: var(--_line);
  }
  .bar [aria-selected='true'] {
    background: var(--_sunken);
    font-weight: 600;
  }
  .view {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 8px 12px;
    overscroll-behavior: contain;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    margin-block-end: 8px;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  input {
    font: inherit;
    color: inherit;
    background: var(--_sunken);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.5);
    padding: 2px 6px;
  }
  input[type='number'] {
    inline-size: 7ch;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }
  th,
  td {
    padding-block: 2px;
    padding-inline-end: 12px;
    text-align: start;
    vertical-align: top;
    white-space: nowrap;
  }
  td:last-child {
    inline-size: 100%;
    white-space: normal;
  }
  th {
    color: var(--_faint);
    font-weight: 500;
  }
  pre,
  .value {
    margin: 0;
    font-family: ui-monospace, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  ul {
    margin: 0;
    padding-inline-start: 14px;
    list-style: none;
  }
  .faint {
    color: var(--_faint);
  }
  .swatch {
    display: inline-block;
    inline-size: 0.7em;
    block-size: 0.7em;
    border-radius: 50%;
    background: var(--_person);
  }
  dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 2px 14px;
    margin: 0 0 8px;
  }
  dt {
    color: var(--_faint);
  }
  dd {
    margin: 0;
  }
  .head {
    margin: 8px 0 2px;
    font-weight: 600;
  }
  .warn {
    color: var(--_warn);
  }
`
