/** Owns how buttons, fields and notes look inside of elements. */
import { css } from 'lit'

export const controls = css`
  .button,
  .quiet,
  .icon {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-block-size: 28px;
    padding: 2px 10px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_ground);
    color: var(--_ink);
  }
  .button:hover,
  .quiet:hover,
  .icon:hover {
    background: var(--_sunken);
  }
  .primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  .primary:hover {
    background: color-mix(in oklab, var(--_accent), var(--_ink) 14%);
  }
  .quiet,
  .icon {
    border-color: transparent;
    background: transparent;
    color: var(--_faint);
  }
  .quiet {
    padding-inline: 6px;
  }
  .icon {
    inline-size: 28px;
    padding: 0;
  }
  .icon svg,
  .button svg {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .danger {
    color: var(--_bad);
  }
  button[aria-pressed='true'] {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 14%, var(--_ground));
    color: var(--_ink);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .field {
    inline-size: 100%;
    min-block-size: 32px;
    padding: 4px 10px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_ground);
    color: var(--_ink);
    font: inherit;
  }
  .note {
    margin: 0;
    color: var(--_faint);
  }
  .refusal {
    margin: 0;
    color: var(--_bad);
  }
  .note:empty,
  .refusal:empty {
    display: none;
  }
  ol,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  @media (pointer: coarse) {
    .button,
    .quiet,
    .icon {
      min-block-size: 36px;
      min-inline-size: 36px;
    }
  }
`
