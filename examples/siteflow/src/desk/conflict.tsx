/** Two texts of one document, side by side, and the ways on: mine, theirs, or one made of both. */
import type { AutosaveState } from '@syncforge/client'
import { useMemo, useState } from 'react'
import { authorOf } from '../people/people.ts'
import { spokenTime } from '../ui/times.ts'
import type { Desk } from './desk.ts'
import { bothTexts, type DiffLine, diffLines } from './diff.ts'

interface Theirs {
  readonly content: string
  readonly at: number
  readonly by: { readonly name?: unknown; readonly agent?: true }
}

/** What the other one wrote comes with the error. */
const theirsOf = ({ error }: AutosaveState): Theirs | null => {
  const { current } = (error?.details ?? {}) as { readonly current?: Theirs | null }
  return typeof current?.content === 'string' ? current : null
}

const Side = ({
  title,
  lines,
  kind,
}: {
  readonly title: string
  readonly lines: readonly DiffLine[]
  readonly kind: 'mine' | 'theirs'
}) => (
  <section className="side-text" aria-label={title}>
    <h4>{title}</h4>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>
      {lines.map((line, place) =>
        line.kind === 'same' || line.kind === kind ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing but their place
          <span key={place} className={line.kind === 'same' ? 'line' : `line line-${kind}`}>
            {line.text}
            {'\n'}
          </span>
        ) : null,
      )}
    </pre>
  </section>
)

export const Conflict = ({ desk, text }: { readonly desk: Desk; readonly text: AutosaveState }) => {
  const theirs = theirsOf(text)
  const lines = useMemo(() => diffLines(text.content, theirs?.content ?? ''), [text.content, theirs])
  const [merged, setMerged] = useState<string | null>(null)
  const who = authorOf(theirs?.by)
  return (
    <section className="conflict" aria-labelledby="conflict-title">
      <h3 id="conflict-title">Two versions of this document</h3>
      <p>
        {theirs
          ? `${who} saved at ${spokenTime(theirs.at)}, on the same version as you began with.`
          : 'The document was removed while you wrote.'}{' '}
        Nothing is lost: choose one, or make one of both.
      </p>
      <div className="sides">
        <Side title="Yours" kind="mine" lines={lines} />
        <Side title={theirs ? `${who}’s` : 'Theirs'} kind="theirs" lines={lines} />
      </div>
      {merged === null ? (
        <div className="row">
          <button type="button" className="button" onClick={() => void desk.resolve('mine')}>
            Keep mine
          </button>
          <button type="button" className="button" onClick={() => void desk.resolve('theirs')}>
            Take {theirs ? `${who}’s` : 'theirs'}
          </button>
          <button type="button" className="button button-primary" onClick={() => setMerged(bothTexts(lines))}>
            Merge both
          </button>
        </div>
      ) : (
        <div className="merge">
          <label htmlFor="merged">The merged text</label>
          <textarea
            id="merged"
            className="field paper-text"
            value={merged}
            onChange={(event) => setMerged(event.target.value)}
          />
          <div className="row">
            <button type="button" className="button" onClick={() => setMerged(null)}>
              Back
            </button>
            <button type="button" className="button button-primary" onClick={() => void desk.resolve({ merged })}>
              Save the merged text
            </button>
          </div>
        </div>
      )}
    </section>
  )
}
