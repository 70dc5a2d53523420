/** Short words about what has just been done, for eyes and ears; they go by themselves, but not while somebody points at them. */
import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { toProblem } from '../api/problem.ts'

interface Words {
  readonly id: number
  readonly type: 'done' | 'problem'
  readonly title: string
  readonly requestId: string | null
  readonly shownMs: number
}

const MOST = 4

let shown: readonly Words[] = []
let count = 0
const listeners = new Set<() => void>()

const show = (next: readonly Words[]): void => {
  shown = next
  for (const listener of listeners) listener()
}

const add = (words: Omit<Words, 'id'>): void => {
  count += 1
  show([...shown.slice(1 - MOST), { ...words, id: count }])
}

const dismiss = (id: number): void => show(shown.filter((words) => words.id !== id))

/** @example say('The room is deleted') */
export const say = (title: string): void => add({ type: 'done', title, requestId: null, shownMs: 4_000 })

/** For what fails outside of a form. */
export const sayProblem = (error: unknown): void => {
  const { message, requestId } = toProblem(error)
  add({ type: 'problem', title: message, requestId, shownMs: 10_000 })
}

const Toast = ({ id, type, title, requestId, shownMs }: Words) => {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => dismiss(id), shownMs)
    return () => clearTimeout(timer)
  }, [id, isHeld, shownMs])
  return (
    <li
      className="toast"
      data-type={type}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {type === 'problem' ? <TriangleAlert aria-hidden /> : <CircleCheck aria-hidden />}
      <div>
        <p className="toast-title">{title}</p>
        {requestId !== null && <p className="trace">request {requestId}</p>}
      </div>
      <button type="button" className="icon-button" aria-label={`Dismiss: ${title}`} onClick={() => dismiss(id)}>
        <X aria-hidden />
      </button>
    </li>
  )
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Is there from the start: what is put into it is read aloud when whoever listens has a pause. */
export const ToastArea = () => {
  const words = useSyncExternalStore(subscribe, () => shown)
  return (
    <ul className="toasts" aria-live="polite" aria-label="What has just been done">
      {words.map((each) => (
        <Toast key={each.id} {...each} />
      ))}
    </ul>
  )
}
