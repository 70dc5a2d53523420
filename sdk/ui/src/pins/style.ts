/** Owns how pins look. */
import { css } from 'lit'

export const pinsStyle = css`
  :host {
    display: contents;
  }
  .layer {
    position: fixed;
    inset: 0;
    z-index: var(--syncforge-layer, 1000);
    pointer-events: none;
    overflow: clip;
    --_face: 28px;
  }
  .pin {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    padding: 2px;
    border: 0;
    /* The point is the lower left corner. */
    border-radius: 50% 50% 50% 0;
    background: var(--_ground);
    box-shadow: var(--_shadow);
    transform: translate(0, -100%);
    pointer-events: auto;
  }
  .pin[aria-expanded='true'] {
    outline: 2px solid var(--_accent);
  }
  .pin.away {
    visibility: hidden;
  }
  .dot {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: -2px;
    inline-size: 10px;
    block-size: 10px;
    border: 2px solid var(--_ground);
    border-radius: 50%;
    background: var(--_bad);
  }
  .place {
    position: fixed;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    z-index: var(--syncforge-layer, 1000);
    box-shadow: var(--_shadow);
  }
  .shield {
    position: absolute;
    inset: 0;
    pointer-events: auto;
    cursor: crosshair;
    outline: none;
  }
  .cross {
    position: absolute;
    left: 0;
    top: 0;
    inline-size: 24px;
    block-size: 24px;
    margin: -12px;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    background: color-mix(in oklab, var(--_accent) 25%, transparent);
    box-shadow: 0 0 0 2px var(--_ground);
    pointer-events: none;
  }
  .card {
    position: fixed;
    inline-size: min(340px, calc(100vw - 16px));
    max-block-size: min(480px, calc(100vh - 32px));
    overflow: auto;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_ground);
    color: var(--_ink);
    box-shadow: var(--_shadow);
  }
  .hint {
    position: fixed;
    inset-block-start: 12px;
    inset-inline: 12px;
    margin: 0 auto;
    inline-size: fit-content;
    padding: 4px 12px;
    border-radius: var(--_radius);
    background: var(--_ink);
    color: var(--_ground);
  }
`
