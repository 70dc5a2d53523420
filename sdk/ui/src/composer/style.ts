/** Owns how a composer's frame looks. */
import { css } from 'lit'

export const composerStyle = css`
  :host {
    display: block;
  }
  .frame {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_ground);
  }
  .frame:focus-within,
  :host(:focus-within) .frame {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  .foot {
    display: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    padding: 4px 6px 6px;
  }
  :host(:state(open)) .foot,
  :host(:state(filled)) .foot,
  :host(:state(editing)) .foot {
    display: flex;
  }
  .space {
    flex: 1;
  }
  .bold {
    font-weight: 700;
  }
  .italic {
    font-style: italic;
  }
  .strike {
    text-decoration: line-through;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 0 8px 4px;
  }
  .files li {
    display: inline-flex;
    align-items: center;
    padding-inline-start: 8px;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    overflow-wrap: anywhere;
  }
  .sending {
    color: var(--_faint);
  }
  .refusal,
  .note {
    padding: 4px 10px;
  }
  .refusal:empty,
  .note:empty {
    padding: 0;
  }
`
