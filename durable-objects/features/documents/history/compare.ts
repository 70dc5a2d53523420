/** What lies between two points of a document's past: texts word for word with who wrote them, everything else before and after. */
import type { Author, TextChange } from '@syncforge/protocol/versions'
import * as Y from 'yjs'
import { openRoot } from '../read.ts'
import type { StoredPiece } from './segments.ts'
import { replayUpTo } from './timeline.ts'

type Mark = { readonly ychange?: { readonly type: 'added' | 'removed'; readonly client: number } }

const textChanges = (
  text: Y.Text,
  to: Y.Snapshot,
  from: Y.Snapshot,
  authorOf: (client: number) => Author | null,
): TextChange[] => {
  const marked: { insert: unknown; attributes?: Mark }[] = text.toDelta(to, from, (type, id) => ({
    type,
    client: id.client,
  }))
  return marked.flatMap(({ insert, attributes }) => {
    if (typeof insert !== 'string') return []
    const change = attributes?.ychange
    return [{ kind: change?.type ?? 'kept', text: insert, by: change === undefined ? null : authorOf(change.client) }]
  })
}

export interface Comparison {
  readonly texts: Record<string, TextChange[]>
  readonly values: Record<string, { before: unknown; after: unknown }>
}

/** From the row `from` to the row `to`, which may lie before it. */
export const compare = (
  pieces: readonly StoredPiece[],
  from: number,
  to: number,
  authorOf: (client: number) => Author | null,
): Comparison => {
  const [then, now, whole] = [replayUpTo(pieces, from), replayUpTo(pieces, to), replayUpTo(pieces, Math.max(from, to))]
  const [before, after] = [Y.snapshot(then), Y.snapshot(now)]
  const texts: Comparison['texts'] = {}
  const values: Comparison['values'] = {}
  for (const name of whole.share.keys()) {
    const root = openRoot(whole, name)
    if (root instanceof Y.Text) texts[name] = textChanges(root, after, before, authorOf)
    else values[name] = { before: openRoot(then, name).toJSON(), after: openRoot(now, name).toJSON() }
  }
  for (const doc of [then, now, whole]) doc.destroy()
  return { texts, values }
}
