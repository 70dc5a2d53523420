/** The text at a moment of its past, by a link that leads there. */
import type { Replay, Room } from '@syncforge/client'
import { useEffect, useState } from 'react'
import { addressOf } from '../address.ts'
import { spokenTime } from '../ui/times.ts'

/** A first moment before everything. */
const beginning = 0

const authorsAt = ({ moments }: Replay, at: number): string => {
  const { authors = [] } = moments.findLast((moment) => moment.at <= at) ?? {}
  return authors.map(({ name }) => name || 'Guest').join(', ')
}

export const Past = ({
  room,
  at,
  mayWrite,
}: {
  readonly room: Room
  readonly at: number
  readonly mayWrite: boolean
}) => {
  const [replay, setReplay] = useState<Replay | null>(null)
  const [place, setPlace] = useState<number | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    room.history.replay({ from: beginning }).then(setReplay, (error: Error) => setProblem(error.message))
  }, [room])
  if (problem) return <p className="problem">{problem}</p>
  if (!replay) return <p className="quiet">Looking into the past…</p>
  const last = replay.moments.length - 1
  const found = replay.moments.findLastIndex((moment) => moment.at <= at)
  const shown = place ?? found
  const time = place === null ? at : (replay.moments[place]?.at ?? at)
  const text = replay.at(time).getText('content').toString()
  return (
    <section className="past" aria-label="The past">
      <p>
        As it was on <strong>{spokenTime(time)}</strong>
        {shown >= 0 && `, last written by ${authorsAt(replay, time)}`}
      </p>
      {last > 0 && (
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={spokenTime(time)}
          min={0}
          max={last}
          value={Math.max(0, shown)}
          onChange={(event) => setPlace(Number(event.target.value))}
        />
      )}
      <div className="row">
        <a className="button" href={addressOf({ doc: room.id })}>
          Back to now
        </a>
        <a className="button" href={addressOf({ doc: room.id, at: time })}>
          Link to this moment
        </a>
        {mayWrite && (
          <button
            type="button"
            className="button"
            onClick={() => void navigator.clipboard?.writeText(text).catch(() => {})}
          >
            Copy the text
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className="text" tabIndex={0}>
        {text || '(empty)'}
      </pre>
    </section>
  )
}
