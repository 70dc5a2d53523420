/** What lies between two points of a document's past: texts word for word with who wrote them, everything else before and after. */
import type { Author, TextChange } from '@syncforge/protocol/versions'
import * as Y from 'yjs'
import { jsonContent } from '../json-content.ts'
import { openRoot } from '../read.ts'
import { applyStored } from '../state/yjs-doc.ts'
import type { Writers } from './authors.ts'
import type { StoredPiece } from './segments.ts'
import { docAt, type Point, splitAtHandovers } from './timeline.ts'

type Mark = { readonly ychange?: { readonly type: 'added' | 'removed'; readonly by: Author | null } }

const textChanges = (text: Y.Text, to: Y.Snapshot, from: Y.Snapshot, authorOf: Writers['at']): TextChange[] => {
  const marked: { insert: unknown; attributes?: Mark }[] = text.toDelta(to, from, (type, id) => ({
    type,
    by: authorOf(id.client, id.clock),
  }))
  return marked.flatMap(({ insert, attributes }) => {
    if (typeof insert !== 'string') return []
    const change = attributes?.ychange
    return [{ kind: change?.type ?? 'kept', text: insert, by: change?.by ?? null }]
  })
}

export interface Comparison {
  readonly texts: Record<string, TextChange[]>
  readonly values: Record<string, { before: unknown; after: unknown }>
}

/** From one point to another, which may be the older one. */
export const compare = (
  pieces: readonly StoredPiece[],
  from: Point,
  to: Point,
  { at, handovers }: Writers,
): Comparison => {
  const [then, now] = [docAt(pieces, from), docAt(pieces, to)]
  const isForward = from.upTo === to.upTo ? from.at <= to.at : from.upTo < to.upTo
  // The older one first: what has been deleted since is still in its state.
  const whole = docAt(pieces, isForward ? from : to)
  applyStored(whole, [Y.encodeStateAsUpdate(isForward ? now : then)])
  const [before, after] = [Y.snapshot(then), Y.snapshot(now)]
  const texts: Comparison['texts'] = {}
  const values: Comparison['values'] = {}
  whole.transact(() => {
    splitAtHandovers(whole, handovers)
    for (const name of whole.share.keys()) {
      const root = openRoot(whole, name)
      if (root instanceof Y.Text) texts[name] = textChanges(root, after, before, at)
      else
        values[name] = {
          before: jsonContent(openRoot(then, name), name),
          after: jsonContent(openRoot(now, name), name),
        }
    }
  })
  for (const doc of [then, now, whole]) doc.destroy()
  return { texts, values }
}
