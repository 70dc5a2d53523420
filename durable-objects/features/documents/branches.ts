/** What of a document goes to a fork and back: what the other lacks as one update, and whose it is. Rules DO1, DO2 and VE4 hold for it like for any edit. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import { limits } from '@syncforge/protocol/limits'
import { personKey } from '@syncforge/protocol/person'
import type { Author } from '@syncforge/protocol/versions'
import type { Branching, BranchPiece, FrameAnnouncement } from '../../room/feature.ts'
import type { Births } from './births.ts'
import type { Authors } from './history/authors.ts'
import type { History } from './history/index.ts'
import { nobody } from './history/spans.ts'
import { type Commit, requireTaken } from './state/open-document.ts'
import type { OpenDocuments, Pending } from './state/open-documents.ts'
import type { DocumentStore, StoredDocument } from './state/store.ts'
import { checkUpdate, isEmptyUpdate } from './sync/update.ts'

interface BranchParts {
  readonly store: DocumentStore
  readonly library: OpenDocuments
  readonly authors: Authors
  readonly history: Pick<History, 'moment'>
  readonly births: Births
  takeFacts(): readonly Fact[]
  clock(): number
  commit(
    name: string,
    pending: readonly Pending[],
  ): {
    readonly committed: Commit<Pending>
    readonly frames: readonly FrameAnnouncement[]
  }
}

/** From `clock` on, what the client wrote is theirs. */
interface Span {
  readonly client: number
  readonly clock: number
}

/** Whose the client ids in an update are. */
interface About {
  readonly people: readonly (Author & { readonly spans: readonly Span[] })[]
  /** Whose nobody knows. */
  readonly unknown: readonly Span[]
}

const noStateVector = Uint8Array.of(0)

export const createBranching = ({
  store,
  library,
  authors,
  history,
  births,
  takeFacts,
  clock,
  commit,
}: BranchParts): Branching => {
  const aboutOf = (document: number, clients: readonly number[]): About => {
    const people = new Map<string, Author & { spans: Span[] }>()
    const unknown: Span[] = []
    const writers = authors.writersOf(document)
    for (const client of clients) {
      for (const { clock, author } of writers.of(client)) {
        if (author === null) {
          unknown.push({ client, clock })
          continue
        }
        const person = people.get(personKey(author)) ?? { ...author, spans: [] }
        person.spans.push({ client, clock })
        people.set(personKey(author), person)
      }
    }
    return { people: [...people.values()], unknown }
  }

  const pieceOf = (document: StoredDocument, update: Uint8Array): BranchPiece => ({
    key: document.name,
    about: aboutOf(document.id, checkUpdate(update, limits.documentMaxBytes).clients),
    bytes: update,
  })

  return {
    *known() {
      for (const { name } of store.all()) {
        yield { key: name, about: null, bytes: library.open(name)?.stateVector() ?? noStateVector }
      }
    },

    pack({ version, keys, known }) {
      const documents = store.all().filter(({ name }) => keys === null || keys.includes(name))
      const missing = keys?.find((key) => !documents.some(({ name }) => name === key))
      if (missing !== undefined) {
        throw new RoomError('NOT_FOUND', 'The room has no document of this name', { document: missing })
      }
      const stateThen = version === null ? null : history.moment(version)
      function* pieces() {
        for (const document of documents) {
          const update =
            stateThen === null
              ? library.open(document.name)?.encodeMissing(known.get(document.name) ?? noStateVector)
              : stateThen(document)
          if (update != null && !isEmptyUpdate(update)) yield pieceOf(document, update)
        }
      }
      return pieces()
    },

    unpack({ key: name, about, bytes }, from) {
      const { people, unknown } = about as About
      // What nobody knows the author of is whose edit it comes as.
      const authorKnown = new Set(people.flatMap(({ spans }) => spans.map(({ client }) => client)))
      const content = checkUpdate(bytes, limits.documentMaxBytes)
      const mine = { update: bytes, seq: 0, from, content, authorKnown }
      library.check(name, mine)
      const found = store.find(name)
      if (found === null) births.note(name)
      const { id } = found ?? store.create(name, clock())
      const had = library.open(name)?.clockOf
      const owned = people.map(({ spans, ...who }) => ({ author: authors.idOf({ ...who, userInfo: who }), spans }))
      const theirs = [...owned, { author: nobody, spans: unknown }].flatMap(({ author, spans }) => {
        return spans.map(({ client, clock: from }) => {
          return { author, client, from, until: Number.MAX_SAFE_INTEGER, had: had?.(client) ?? 0 }
        })
      })
      authors.assign(
        id,
        theirs.sort((a, b) => a.from - b.from),
      )
      const { committed, frames } = commit(name, [mine])
      requireTaken(committed, mine)
      return { changed: committed.update !== null, frames, facts: takeFacts() }
    },
  }
}
