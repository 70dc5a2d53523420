/**
 * Owns how everything looks: the custom properties that an app may set, with what holds where it does not. Both themes follow the
 * `color-scheme` of the page by themselves, and every measure is logical, so that right-to-left needs nothing.
 */
import { css } from 'lit'

/** Inside of elements only the names with `--_` are used. */
export const theme = css`
  :host {
    --_accent: var(--syncforge-accent, light-dark(#2b5cd9, #8fb0ff));
    --_on-accent: var(--syncforge-on-accent, light-dark(#ffffff, #0d1730));
    --_ground: var(--syncforge-background, light-dark(#ffffff, #1b1d22));
    --_sunken: var(--syncforge-sunken, light-dark(#f3f4f6, #26292f));
    --_ink: var(--syncforge-text, light-dark(#1a1c20, #eceef1));
    --_faint: var(--syncforge-text-faint, light-dark(#5a606b, #a6adb8));
    --_line: var(--syncforge-border, light-dark(#d7dae0, #3b3f47));
    --_good: var(--syncforge-good, light-dark(#1a7a36, #6fd08c));
    --_warn: var(--syncforge-warning, light-dark(#8a5a00, #f0bf5f));
    --_bad: var(--syncforge-danger, light-dark(#b4232a, #ff8f8a));
    --_radius: var(--syncforge-radius, 8px);
    --_gap: var(--syncforge-gap, 8px);
    --_font: var(--syncforge-font, system-ui, sans-serif);
    --_size: var(--syncforge-font-size, 14px);
    --_shadow: var(--syncforge-shadow, 0 6px 24px light-dark(#1018281f, #00000080), 0 1px 3px light-dark(#1018281f, #00000080));
    font: var(--_size) / 1.45 var(--_font);
    color: var(--_ink);
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  /* Said, not seen. */
  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      transition: none !important;
      animation: none !important;
    }
  }
`

/**
 * For what bears somebody's colour: set `.style=\${\`--person:\${colorOf(user)}\`}` on an element of the class `person`, and use `--_person`, which
 * lets nothing shine through, and `--_on-person`, black or white, whichever is easier to read on it (by WCAG's luminance).
 */
export const personColors = css`
  .person {
    --_person: rgb(from var(--person) r g b / 1);
    --_on: clamp(0, (0.179 - y) * 99999, 1);
    --_on-person: color(from var(--person) xyz-d65 calc(var(--_on) * 0.9505) var(--_on) calc(var(--_on) * 1.089) / 1);
  }
`
