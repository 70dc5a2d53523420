/** Owns how a list of threads looks. */
import { css } from 'lit'

export const commentsStyle = css`
  :host {
    display: grid;
    gap: 12px;
    align-content: start;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_gap);
  }
  .filter {
    display: inline-flex;
    gap: 2px;
  }
  .bar .field {
    flex: 1 1 140px;
    inline-size: auto;
    min-inline-size: 0;
  }
  .threads {
    display: grid;
    gap: 12px;
  }
`
