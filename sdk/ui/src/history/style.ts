/** Owns how the history looks. */
import { css } from 'lit'

export const historyStyle = css`
  :host {
    display: grid;
    gap: 12px;
    align-content: start;
  }
  .views,
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_gap);
  }
  form {
    display: flex;
    gap: var(--_gap);
  }
  form .field {
    flex: 1;
    min-inline-size: 0;
  }
  .versions {
    display: grid;
    gap: 4px;
    max-block-size: 320px;
    overflow-y: auto;
    padding: 3px;
  }
  .version {
    display: grid;
    inline-size: 100%;
    padding: 6px 10px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_ground);
    text-align: start;
    overflow-wrap: anywhere;
  }
  .automatic {
    color: var(--_faint);
  }
  .facts {
    color: var(--_faint);
    font-size: 0.9em;
  }
  .text {
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_ground);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    min-block-size: 3em;
    max-block-size: 60vh;
    overflow-y: auto;
  }
  ins {
    background: color-mix(in oklab, var(--_good) 18%, transparent);
    color: var(--_good);
  }
  del {
    background: color-mix(in oklab, var(--_bad) 14%, transparent);
    color: var(--_bad);
  }
  .run {
    background: color-mix(in oklab, var(--person) 16%, transparent);
    border-block-end: 2px solid var(--person);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
  }
  .legend li {
    border-block-end: 3px solid var(--person);
  }
  input[type='range'] {
    flex: 1 1 160px;
    accent-color: var(--_accent);
  }
  .sure {
    display: grid;
    gap: var(--_gap);
    padding: 10px 12px;
    border: 1px solid var(--_warn);
    border-radius: var(--_radius);
  }
  .sure p {
    margin: 0;
    overflow-wrap: anywhere;
  }
`
