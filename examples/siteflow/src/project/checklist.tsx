/** What is to be done for one document: in which order, who did it and when. */
import { type ChecklistItem, type Room, SyncForgeError } from '@syncforge/client'
import { type FormEvent, useState } from 'react'
import { authorOf } from '../people/people.ts'
import { CrossIcon, DownIcon, UpIcon } from '../ui/icons.tsx'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'
import { Meter } from './meter.tsx'

interface ItemProps {
  readonly item: ChecklistItem
  readonly mayWrite: boolean
  readonly onToggle: () => void
  readonly onUp: (() => void) | null
  readonly onDown: (() => void) | null
  readonly onRemove: () => void
}

const Item = ({ item, mayWrite, onToggle, onUp, onDown, onRemove }: ItemProps) => (
  <li className="task">
    <label className="task-label">
      <input type="checkbox" checked={item.done !== null} disabled={!mayWrite} onChange={onToggle} />
      <span>
        <span className={item.done ? 'task-done' : undefined}>{item.text}</span>
        {item.done && (
          <span className="small quiet task-by">
            {authorOf(item.done.by)}, {spokenTime(item.done.at)}
          </span>
        )}
      </span>
    </label>
    {mayWrite && (
      <span className="task-tools">
        <button type="button" className="tool" disabled={!onUp} onClick={() => onUp?.()}>
          <UpIcon />
          <span className="visually-hidden">Move “{item.text}” up</span>
        </button>
        <button type="button" className="tool" disabled={!onDown} onClick={() => onDown?.()}>
          <DownIcon />
          <span className="visually-hidden">Move “{item.text}” down</span>
        </button>
        <button type="button" className="tool" onClick={onRemove}>
          <CrossIcon />
          <span className="visually-hidden">Remove “{item.text}”</span>
        </button>
      </span>
    )}
  </li>
)

interface ChecklistProps {
  readonly room: Room
  readonly list: string
  readonly title: string
  readonly mayWrite: boolean
}

export const Checklist = ({ room, list, title, mayWrite }: ChecklistProps) => {
  const found = useStore(room.checklists).lists.find(({ name }) => name === list)
  const items = found?.items ?? []
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    setProblem('')
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof SyncForgeError ? error.message : 'That did not work. Try again.')
    }
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    const words = text.trim()
    if (!words) return
    void attempt(async () => {
      await room.checklists.add(list, { text: words })
      setText('')
    })
  }
  const move = (id: string, after: ChecklistItem | undefined) => () =>
    void attempt(() => room.checklists.move(id, { after: after?.id ?? null }))

  return (
    <div className="checklist">
      <h2 className="side-title">To do for {title}</h2>
      <Meter done={found?.done ?? 0} total={found?.total ?? 0} label={`Progress of ${title}`} />
      <ul className="tasks">
        {items.length === 0 && <li className="quiet empty">Nothing to do here yet.</li>}
        {items.map((item, place) => (
          <Item
            key={item.id}
            item={item}
            mayWrite={mayWrite}
            onToggle={() => void attempt(() => room.checklists.toggle(item.id))}
            onUp={place === 0 ? null : move(item.id, items[place - 2])}
            onDown={place === items.length - 1 ? null : move(item.id, items[place + 1])}
            onRemove={() => void attempt(() => room.checklists.remove(item.id))}
          />
        ))}
      </ul>
      <p className="small problem" role="status">
        {problem}
      </p>
      {mayWrite && (
        <form className="row" onSubmit={add}>
          <input
            className="field"
            aria-label={`New task for ${title}`}
            placeholder="Something to do"
            maxLength={1_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="button" disabled={!text.trim()}>
            Add
          </button>
        </form>
      )}
    </div>
  )
}
