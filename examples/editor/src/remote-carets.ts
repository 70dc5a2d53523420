// Owns other people's carets and selections in the text, over Yjs awareness in the shape that y-codemirror uses, so that
// its users and ours see each other. Trusts nothing in it: bad positions are skipped, colours are checked.
import { Annotation, type Extension, type Range } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view'
import * as Y from 'yjs'
import { placeCaretLabels } from './caret-labels.ts'
import { paint, safeColor } from './color.ts'
import { cleanName } from './identity.ts'
import type { Awareness } from './room.ts'
import type { ShownText } from './shown-text.ts'

const remoteMoved = Annotation.define<true>()

interface SharedText {
  readonly text: Y.Text
  readonly shown: ShownText
}

interface RemoteSelection {
  readonly clientId: number
  readonly name: string
  readonly color: string
  readonly anchor: number
  readonly head: number
}

class Caret extends WidgetType {
  readonly name: string
  readonly color: string
  readonly moves: number

  constructor(name: string, color: string, moves: number) {
    super()
    this.name = name
    this.color = color
    this.moves = moves
  }

  /** Another count of moves means another element, whose name label shows again before it fades. */
  override eq(other: Caret): boolean {
    return other.name === this.name && other.color === this.color && other.moves === this.moves
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'remote-caret'
    caret.setAttribute('aria-hidden', 'true')
    paint(caret, this.color)
    const label = caret.appendChild(document.createElement('span'))
    label.className = 'remote-caret-label'
    label.textContent = this.name
    return caret
  }

  /** A press on a caret is a press on the text below it. */
  override ignoreEvent(): boolean {
    return false
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const readSelection = (
  clientId: number,
  state: unknown,
  { text, shown }: SharedText,
  length: number,
): RemoteSelection | undefined => {
  const { cursor, user } = record(state)
  const { anchor, head } = record(cursor)
  if (!anchor || !head || !text.doc) return undefined
  try {
    const at = (json: unknown) =>
      Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), text.doc as Y.Doc)
    const [from, to] = [at(anchor), at(head)]
    if (from?.type !== text || to?.type !== text) return undefined
    const { name, color } = record(user)
    return {
      clientId,
      name: (typeof name === 'string' && cleanName(name)) || 'Guest',
      color: safeColor(color, String(clientId)),
      // While an update is on its way into the editor its text may be shorter than the shared one.
      anchor: Math.min(shown.toShown(from.index), length),
      head: Math.min(shown.toShown(to.index), length),
    }
  } catch {
    return undefined
  }
}

class RemoteCarets {
  decorations: DecorationSet = Decoration.none
  readonly #view: EditorView
  readonly #shared: SharedText
  readonly #awareness: Awareness
  /** Per client: its last shared position and how often that changed, which typing by others does not. */
  readonly #moves = new Map<number, { at: string; count: number }>()
  #redraw: number | undefined
  #publishing = false
  #ended = false

  constructor(view: EditorView, shared: SharedText, awareness: Awareness) {
    this.#view = view
    this.#shared = shared
    this.#awareness = awareness
    awareness.on('change', this.#heard)
    this.#draw(view.state.doc.length)
  }

  // One redraw per frame, however many people move.
  readonly #heard = (): void => {
    this.#redraw ??= requestAnimationFrame(() => {
      this.#redraw = undefined
      this.#view.dispatch({ annotations: remoteMoved.of(true) })
    })
  }

  update(update: ViewUpdate): void {
    const moved = update.docChanged || update.selectionSet || update.focusChanged
    if (moved && !this.#publishing) {
      this.#publishing = true
      // After this update, because the shared text gets local changes during it.
      queueMicrotask(() => {
        this.#publishing = false
        this.#publish()
      })
    }
    if (update.docChanged || update.transactions.some((one) => one.annotation(remoteMoved)))
      this.#draw(update.state.doc.length)
    else if (update.geometryChanged || moved) placeCaretLabels(this.#view)
  }

  /** Nothing is published before the editor is first focused; afterwards the caret stays where it was left. */
  #publish(): void {
    if (this.#ended || !this.#view.hasFocus || this.#awareness.getLocalState() === null) return
    const { anchor, head } = this.#view.state.selection.main
    const { text, shown } = this.#shared
    const at = (place: number) =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, shown.toShared(place)))
    const cursor = { anchor: at(anchor), head: at(head) }
    const before = this.#awareness.getLocalState()?.cursor
    if (JSON.stringify(before) !== JSON.stringify(cursor)) this.#awareness.setLocalStateField('cursor', cursor)
  }

  #draw(length: number): void {
    const ranges: Range<Decoration>[] = []
    const states = this.#awareness.getStates()
    for (const clientId of this.#moves.keys()) if (!states.has(clientId)) this.#moves.delete(clientId)
    for (const [clientId, state] of states) {
      if (clientId === this.#awareness.clientID) continue
      const selection = readSelection(clientId, state, this.#shared, length)
      if (!selection) continue
      const { anchor, head, name, color } = selection
      if (anchor !== head) {
        const attributes = { style: `--person: ${color}` }
        const mark = Decoration.mark({ class: 'remote-selection', attributes })
        ranges.push(mark.range(Math.min(anchor, head), Math.max(anchor, head)))
      }
      const widget = new Caret(name, color, this.#countMoves(clientId, state))
      ranges.push(Decoration.widget({ widget, side: head < anchor ? 1 : -1 }).range(head))
    }
    this.decorations = Decoration.set(ranges, true)
    placeCaretLabels(this.#view)
  }

  #countMoves(clientId: number, state: unknown): number {
    const at = JSON.stringify(record(state).cursor)
    const known = this.#moves.get(clientId)
    const count = known ? known.count + Number(known.at !== at) : 0
    this.#moves.set(clientId, { at, count })
    return count
  }

  destroy(): void {
    this.#ended = true
    if (this.#redraw !== undefined) cancelAnimationFrame(this.#redraw)
    this.#awareness.off('change', this.#heard)
  }
}

/** Shows the others' carets in an editor of `text` as it is `shown`, and tells them about ours. */
export const remoteCarets = ({ awareness, ...shared }: SharedText & { readonly awareness: Awareness }): Extension =>
  ViewPlugin.define((view) => new RemoteCarets(view, shared, awareness), {
    decorations: (carets) => carets.decorations,
  })
