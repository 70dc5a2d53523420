/**
 * Writes a recorded history again: each author edits a draft that holds exactly what they had seen, and the draft's
 * updates go into what the author shares. What the others wrote enters a draft when the recording says so, and not
 * before it has arrived.
 */
import * as Y from 'yjs'
import { applyPatches, type Edit } from './traces.ts'

export const textName = 'content'
const progressName = 'progress'

export interface Author {
  /** The document that travels. */
  readonly shared: Y.Doc
  readonly edits: readonly Edit[]
}

interface Writer extends Author {
  readonly draft: Y.Doc
  /** What this author has written so far, edit by edit. */
  readonly updates: Uint8Array[]
  /** Per author: how many of their edits are in the draft. */
  readonly held: number[]
}

/** How many edits of that author have arrived: every edit counts itself, deletions too, in the transaction of the edit. */
const arrivedFrom = (doc: Y.Doc, author: number): number => Number(doc.getMap(progressName).get(String(author)) ?? 0)

const firstDraftId = 1_000

/** Enough to make batches of any size, and to let the network speak in between. */
const editsPerTurn = 25

/** Replays until everybody has written everything. `pause` is awaited whenever somebody waits for the network. */
export const writeAgain = async (authors: readonly Author[], pause: () => Promise<void>): Promise<void> => {
  const writers: Writer[] = authors.map((author, index) => {
    const draft = new Y.Doc()
    // Where two wrote at one place at once, Yjs puts the lower id first, and the recording its lower author.
    draft.clientID = firstDraftId + index
    const updates: Uint8Array[] = []
    draft.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'received') return
      updates.push(update)
      Y.applyUpdate(author.shared, update, 'draft')
    })
    return { ...author, draft, updates, held: authors.map(() => 0) }
  })

  const hasArrived = (writer: Writer, { seen }: Edit, self: number) =>
    seen.every((count, author) => author === self || arrivedFrom(writer.shared, author) >= count)

  const receive = (writer: Writer, { seen }: Edit, self: number) => {
    for (const [author, count] of seen.entries()) {
      if (author === self) continue
      for (let next = writer.held[author] ?? 0; next < count; next += 1) {
        Y.applyUpdate(writer.draft, writers[author]?.updates[next] as Uint8Array, 'received')
      }
      writer.held[author] = count
    }
  }

  const writeNext = (writer: Writer, self: number): boolean => {
    const edit = writer.edits[writer.updates.length]
    if (edit === undefined || !hasArrived(writer, edit, self)) return false
    receive(writer, edit, self)
    writer.draft.transact(() => {
      applyPatches(writer.draft.getText(textName), edit.patches)
      writer.draft.getMap(progressName).set(String(self), writer.updates.length + 1)
    })
    return true
  }

  while (writers.some(({ edits, updates }) => updates.length < edits.length)) {
    for (const [self, writer] of writers.entries()) {
      let written = 0
      while (written < editsPerTurn && writeNext(writer, self)) written += 1
    }
    await pause()
  }
  for (const { draft } of writers) draft.destroy()
}

/** The same history between documents that are connected directly: what must come out, with no room in between. */
const writeDirectly = async (histories: readonly (readonly Edit[])[]): Promise<readonly Y.Doc[]> => {
  const authors = histories.map((edits) => ({ edits, shared: new Y.Doc() }))
  for (const { shared } of authors) {
    shared.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'draft') return
      for (const { shared: other } of authors) if (other !== shared) Y.applyUpdate(other, update, 'wire')
    })
  }
  await writeAgain(authors, async () => {})
  return authors.map(({ shared }) => shared)
}

export const writeAgainLocally = async (histories: readonly (readonly Edit[])[]): Promise<string> => {
  const texts = (await writeDirectly(histories)).map((doc) => doc.getText(textName).toString())
  if (new Set(texts).size !== 1) throw new Error('directly connected documents differ')
  return texts[0] ?? ''
}

/** How many letters of the final text each author wrote: the ids of their drafts say whose a letter is. */
export const lettersOf = async (histories: readonly (readonly Edit[])[]): Promise<readonly number[]> => {
  const [doc] = await writeDirectly(histories)
  const letters = histories.map(() => 0)
  for (let item = doc?.getText(textName)._start ?? null; item !== null; item = item.right) {
    if (item.deleted) continue
    const author = item.id.client - firstDraftId
    letters[author] = (letters[author] ?? 0) + item.length
  }
  return letters
}
