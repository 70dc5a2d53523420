/** Owns how a thread looks. */
import { css } from 'lit'

export const threadStyle = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  article {
    position: relative;
    display: grid;
    gap: var(--_gap);
    padding: 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_ground);
  }
  header {
    display: flex;
    align-items: start;
    gap: var(--_gap);
  }
  /* Nothing but a button: it stands beside who began. */
  .bare {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
  }
  .bare ~ .comments > .comment:first-child > .head {
    padding-inline-end: 32px;
  }
  .about {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    gap: 2px;
  }
  .quote {
    padding: 2px 8px;
    border: 0;
    border-inline-start: 3px solid var(--_warn);
    background: none;
    text-align: start;
    color: var(--_faint);
    overflow-wrap: anywhere;
  }
  .orphaned .quote {
    border-color: var(--_line);
    text-decoration: line-through;
  }
  .unread {
    padding: 1px 7px;
    border-radius: 10px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 0.85em;
    font-weight: 600;
    white-space: nowrap;
  }
  .comments {
    display: grid;
    gap: 12px;
  }
  .comment {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 8px;
  }
  .face {
    grid-row: 1 / span 3;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 6px;
    min-inline-size: 0;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .agent {
    padding: 0 5px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    color: var(--_faint);
    font-size: 0.85em;
  }
  time,
  .edited {
    color: var(--_faint);
    font-size: 0.9em;
  }
  .edited {
    padding: 0;
    border: 0;
    background: none;
    text-decoration: underline dotted;
  }
  .editing {
    grid-column: 2;
  }
  .body,
  .earlier-body {
    grid-column: 2;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .body p,
  .earlier-body p {
    margin: 0;
  }
  .body :is(ul, ol) {
    padding-inline-start: 1.4em;
    list-style: revert;
  }
  .body a {
    color: var(--_accent);
  }
  .body code {
    padding: 0 3px;
    border-radius: 4px;
    background: var(--_sunken);
  }
  .syncforge-mention {
    color: var(--_accent);
    font-weight: 600;
  }
  .syncforge-mention-self {
    padding-inline: 2px;
    border-radius: 4px;
    background: color-mix(in oklab, var(--_warn) 25%, transparent);
    color: var(--_ink);
  }
  .files {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .gone {
    color: var(--_faint);
    font-style: italic;
  }
  .pending {
    opacity: 0.6;
  }
  .foot {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
  }
  .reaction {
    padding: 1px 8px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_ground);
    color: var(--_ink);
    font-variant-numeric: tabular-nums;
  }
  .tools {
    display: inline-flex;
    gap: 2px;
    opacity: 0;
  }
  .comment:hover .tools,
  .comment:focus-within .tools,
  .tools:has(:popover-open) {
    opacity: 1;
  }
  @media (hover: none) {
    .tools {
      opacity: 1;
    }
  }
  .tools button {
    min-block-size: 26px;
  }
  .versions {
    grid-column: 2;
    display: grid;
    gap: 6px;
    padding: 6px 8px;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_sunken);
  }
`
