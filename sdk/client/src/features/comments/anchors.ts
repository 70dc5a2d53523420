/** Owns the way between places in a document and anchors of comments. Rules AN1–AN5 are in the contract. */
import { flatten, type Run, runsOf, stretchesOf, wholeOf } from '@syncforge/protocol/anchors'
import type * as Y from 'yjs'
import { invalid } from '../../errors.ts'

/** Words of a document, as `room.comments.create` takes them. */
export interface WordsAnchor {
  readonly document: string
  readonly root: string
  readonly runs: Run[]
}

/** Where the words are: characters of the flat text, which for a Y.Text is its index. `kept`: the share of them that is still there. */
export interface FoundWords {
  readonly from: number
  readonly to: number
  readonly kept: number
}

export interface Anchors {
  /**
   * The words between two places of a shared type that is a root of the document `document`. A Y.Text counts as usual; in a Y.XmlFragment
   * only characters of texts count, blocks do not.
   *
   * @throws SyncForgeError VALIDATION_ERROR when nothing is there, or too much
   * @example const anchor = anchors.of(text, 4, 15)
   */
  of(root: Y.Text | Y.XmlFragment, start: number, end: number, document?: string): WordsAnchor
  /** Where they are now; `null`: not here, see the thread's `anchor.state`. @example const found = anchors.find(text, thread.anchor) */
  find(root: Y.Text | Y.XmlFragment, anchor: Pick<WordsAnchor, 'runs'>): FoundWords | null
  /** The characters that places count. @example anchors.textOf(fragment).slice(found.from, found.to) */
  textOf(root: Y.Text | Y.XmlFragment): string
}

const nameOf = (root: Y.Text | Y.XmlFragment): string => {
  for (const [name, type] of root.doc?.share ?? []) if (Object.is(type, root)) return name
  throw invalid('Anchors are in a root of a document')
}

export const createAnchors = (): Anchors => {
  // One flat text for however many anchors, until the document changes.
  const flats = new WeakMap<object, ReturnType<typeof flatten>>()
  const flatOf = (root: Y.Text | Y.XmlFragment) => {
    const known = flats.get(root)
    if (known) return known
    const flat = flatten(root)
    flats.set(root, flat)
    root.doc?.once('afterTransaction', () => flats.delete(root))
    return flat
  }
  return {
    textOf: (root) => flatOf(root).text,
    of(root, start, end, document = 'default') {
      const found = runsOf(flatOf(root), start, end)
      if (!found) throw invalid('There are no words, or too many, between these places')
      return { document, root: nameOf(root), runs: [...found.runs] }
    },
    find(root, { runs }) {
      const length = runs.reduce((sum, run) => sum + run[2], 0)
      const store = root.doc?.store
      const whole = store ? wholeOf(stretchesOf(store, flatOf(root), runs)) : null
      return whole && { from: whole.from, to: whole.to, kept: whole.characters / length }
    },
  }
}
