/** From what somebody says about words in a document to an anchor: the room finds them itself (rule AN2). */
import { type FlatText, flatten, type Run, runsOf, stretchesOf, wholeOf } from '@syncforge/protocol/anchors'
import type { RangeInput } from '@syncforge/protocol/comments'
import { limits } from '@syncforge/protocol/limits'
import type { Contents } from '../../../room/feature.ts'
import { invalid } from '../invalid.ts'

type Doc = NonNullable<ReturnType<Contents['open']>>

/** Words in a document, as they are kept. */
export interface Placed {
  readonly document: string
  readonly root: string
  readonly runs: readonly Run[]
  /** One character for each id of the runs, in their order. */
  readonly words: string
  readonly before: string
  readonly after: string
}

export const aroundLength = 32

const refused = (message: string, more: Readonly<Record<string, unknown>> = {}) => invalid('anchor', message, more)

/** The flat text of a root that is there. It makes none: to ask Yjs for one by name would. */
export const flatRoot = (doc: Doc, root: string): FlatText | null => {
  const found = doc.share.get(root)
  return found === undefined ? null : flatten(found)
}

const placedAt = (
  where: Pick<Placed, 'document' | 'root'>,
  flat: FlatText,
  start: number,
  end: number,
): Placed | null => {
  const found = runsOf(flat, start, end)
  if (found === null || found.to - found.from > limits.anchorMaxLength) return null
  const { from, to, runs } = found
  return {
    ...where,
    runs,
    words: flat.text.slice(from, to),
    before: flat.text.slice(Math.max(0, from - aroundLength), from),
    after: flat.text.slice(to, to + aroundLength),
  }
}

const withoutBreaks = (text: string) => text.replaceAll(/[\r\n]+/g, '')

/** Every place of `quote` that stands between `before` and `after`. */
const placesOf = (text: string, quote: string, before: string, after: string): number[] => {
  const found: number[] = []
  for (let at = text.indexOf(quote); at >= 0 && found.length < 1_000; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length
    if (text.slice(0, at).endsWith(before) && text.slice(end, end + after.length) === after) found.push(at)
  }
  return found
}

const byQuote = (doc: Doc, { document, root, quote = '', before = '', after = '' }: RangeInput): Placed => {
  const roots = root === undefined ? [...doc.share.keys()] : [root]
  const found: (Placed | null)[] = []
  for (const name of roots) {
    const flat = flatRoot(doc, name)
    if (flat === null) continue
    const exact = placesOf(flat.text, quote, before, after)
    const [words, places] =
      exact.length > 0
        ? [quote, exact]
        : [withoutBreaks(quote), placesOf(flat.text, withoutBreaks(quote), withoutBreaks(before), withoutBreaks(after))]
    if (words === '') continue
    for (const at of places) found.push(placedAt({ document, root: name }, flat, at, at + words.length))
  }
  const [only] = found
  if (only === undefined || only === null) throw refused('The document does not hold these words')
  if (found.length > 1)
    throw refused('These words are there more than once: say what stands before or after them', { count: found.length })
  return only
}

const byRuns = (doc: Doc, root: string, flat: FlatText, { document, runs = [] }: RangeInput): Placed | null => {
  for (const [client, clock, length] of runs) {
    const last = doc.store.clients.get(client)?.at(-1)
    if (last === undefined || clock + length > last.id.clock + last.length)
      throw refused('The document does not have these characters')
  }
  const whole = wholeOf(stretchesOf(doc.store as never, flat, runs))
  return whole === null ? null : placedAt({ document, root }, flat, whole.from, whole.to)
}

/** @throws RoomError VALIDATION_ERROR where the document does not hold it; ROOM_UNAVAILABLE */
export const place = (contents: Contents, given: RangeInput): Placed => {
  const doc = contents.open(given.document)
  if (doc === null) throw refused('The room has no document of this name', { document: given.document })
  const ways = [given.runs, given.start ?? given.end, given.quote].filter((way) => way !== undefined)
  if (ways.length !== 1) throw refused('An anchor says either runs, or start and end, or a quote')
  if (given.quote !== undefined) return byQuote(doc, given)
  const { root } = given
  const flat = root === undefined ? null : flatRoot(doc, root)
  if (root === undefined || flat === null)
    throw refused('The document has no root of this name', { root: root ?? null })
  const placed =
    given.runs === undefined
      ? placedAt({ document: given.document, root }, flat, given.start ?? -1, given.end ?? -1)
      : byRuns(doc, root, flat, given)
  if (placed === null) throw refused('There are no words, or too many, between these places of the document')
  return placed
}
